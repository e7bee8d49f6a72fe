import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Redis, type RedisArgs } from "../../../components";
import { labels } from "../../../components/labels";
import { record, secret, settled } from "../../support/mocks";

const id = { project: "widgets", stack: "prod" };
const host = "unix:///var/run/docker.sock";
const PASSWORD = "VALUE-OF-database-password";
const URL = `redis://:${PASSWORD}@widgets-prod-database:6379/0`;

const deploy = (args: Partial<RedisArgs> = {}) =>
  record(
    () => new Redis("database", { id, host, image: "redis:8", network: "widgets-prod", ...args }),
  );

test("what a Redis consists of", async () => {
  expect((await deploy({ keepData: true })).tree()).toEqual([
    "berth:docker:Redis database",
    "  berth:docker:DataVolume database-data",
    "    docker:index/volume:Volume database-data",
    "    pulumi-nodejs:dynamic/berth:KeptVolume database-data-kept",
    "  berth:docker:SecretFiles database-secrets",
    "    docker:index/volume:Volume database-secrets",
    "    pulumi-nodejs:dynamic/berth:SecretVolumeContent database-secrets-content",
    "    random:index/randomId:RandomId database-secrets-version",
    "  docker:index/container:Container database",
    "  docker:index/remoteImage:RemoteImage database-image",
    "  pulumi-nodejs:dynamic/berth:HealthGate database-healthy",
    "  random:index/randomPassword:RandomPassword database-password",
  ]);
});

test("the container of a production stack", async () => {
  const recording = await deploy({
    limits: { cpus: 0.5, memory: 256 },
    restart: "always",
    port: { address: "127.0.0.1", port: 6380 },
  });
  const { inputs, options } = recording.get("docker:Container database");

  expect(inputs).toEqual({
    name: "widgets-prod-database",
    image: "id of redis:8",
    labels: [...labels(id, "database"), { label: "berth.secrets", value: "version 1" }],
    command: ["redis-server", "/run/secrets/redis.conf"],
    healthcheck: {
      tests: [
        "CMD-SHELL",
        'REDISCLI_AUTH="$(cat /run/secrets/password)" redis-cli ping | grep PONG',
      ],
      interval: "2s",
      timeout: "5s",
      startPeriod: "1m0s",
      retries: 5,
    },
    networksAdvanced: [{ name: "widgets-prod" }],
    ports: [{ internal: 6379, external: 6380, ip: "127.0.0.1", protocol: "tcp" }],
    volumes: [
      { volumeName: "widgets-prod-redis-data", containerPath: "/data" },
      {
        volumeName: "widgets-prod-database-secrets",
        containerPath: "/run/secrets",
        readOnly: true,
      },
    ],
    cpus: "0.5",
    memory: 256,
    memorySwap: 256,
    restart: "always",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 30,
    destroyGraceSeconds: 30,
    removeVolumes: true,
    mustRun: true,
  });
  expect(options).toEqual({ deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] });
});

test("it takes the place of a database of another kind", async () => {
  const { options } = (await deploy()).get("berth:Redis database");
  expect(options).toEqual({ formerTypes: ["berth:docker:MySql", "berth:docker:Postgres"] });
});

test("without a port it is not published", async () => {
  expect((await deploy()).get("docker:Container database").inputs.ports).toEqual([]);
});

test.each([true, false])("keepData %s decides what a destroy does", async (keepData) => {
  const { options } = (await deploy({ keepData })).get("docker:Volume database-data");
  expect(options.retainOnDelete).toBe(keepData);
});

test("the password is in two secret files and nowhere else", async () => {
  const recording = await deploy();
  const content = recording.get("pulumi-nodejs:SecretVolumeContent database-secrets-content");

  expect(content.inputs.files).toEqual([
    { name: "password", content: secret(PASSWORD), uid: 999 },
    {
      name: "redis.conf",
      content: secret(`appendonly yes\ndir /data\nrequirepass ${PASSWORD}\n`),
      uid: 999,
    },
  ]);
  expect(recording.publicInputs()).not.toContain("VALUE-OF");
});

test.each<[string, Partial<RedisArgs>, string[]]>([
  ["a limit", { limits: { memory: 100 } }, ["maxmemory 60mb", "maxmemory-policy noeviction"]],
  [
    "a policy",
    { limits: { memory: 100 }, maxmemoryPolicy: "allkeys-lfu" },
    ["maxmemory 60mb", "maxmemory-policy allkeys-lfu"],
  ],
  [
    "lines of a person, which come last",
    { limits: { memory: 100 }, config: "maxmemory 80mb\nsave ''\n" },
    ["maxmemory 60mb", "maxmemory-policy noeviction", "maxmemory 80mb", "save ''"],
  ],
  [
    "a policy for a limit of a person's own",
    { config: "maxmemory 80mb", maxmemoryPolicy: "allkeys-lru" },
    ["maxmemory-policy allkeys-lru", "maxmemory 80mb"],
  ],
])("its configuration with %s", async (_, args, lines) => {
  const recording = await deploy(args);
  const content = recording.get("pulumi-nodejs:SecretVolumeContent database-secrets-content");
  const own = ["appendonly yes", "dir /data", `requirepass ${PASSWORD}`];
  expect(content.inputs.files).toContainEqual({
    name: "redis.conf",
    content: secret([...own, ...lines, ""].join("\n")),
    uid: 999,
  });
});

test("the gate waits for the container longer than it has to become unhealthy", async () => {
  const { inputs, dependencies } = (await deploy()).get(
    "pulumi-nodejs:HealthGate database-healthy",
  );
  expect(inputs).toMatchObject({
    host,
    containers: [{ name: "widgets-prod-database", id: "id of database" }],
    timeoutSeconds: 60 + 60,
  });
  expect(dependencies).toEqual(["docker:Container database"]);
});

test("what an app is told: the open part as environment, the rest as secrets", async () => {
  const recording = await deploy();
  const { connection, volumeNames, url } = recording.value;

  expect(connection.env).toEqual({
    REDIS_HOST: "widgets-prod-database",
    REDIS_PORT: "6379",
    REDIS_PASSWORD_FILE: "/run/secrets/redis-password",
    DATABASE_URL_FILE: "/run/secrets/database-url",
  });
  expect(await settled(connection.secrets)).toEqual({
    "redis-password": PASSWORD,
    "database-url": URL,
  });
  expect(await settled(volumeNames)).toEqual(["widgets-prod-redis-data"]);
  for (const output of [url, ...Object.values(connection.secrets)]) {
    expect(await pulumi.isSecret(pulumi.output(output))).toBe(true);
  }
  expect(recording.get("berth:Redis database").outputs).toEqual({
    containerName: "widgets-prod-database",
    url: secret(URL),
  });
});
