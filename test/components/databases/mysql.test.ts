import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { MySql, type MySqlArgs } from "../../../components";
import { labels } from "../../../components/labels";
import { record, secret, settled } from "../../support/mocks";

const id = { project: "widgets", stack: "dev" };
const host = "unix:///var/run/docker.sock";
const PASSWORD = "VALUE-OF-database-password";
const ROOT_PASSWORD = "VALUE-OF-database-root-password";
const URL = `mysql://shop_user:${PASSWORD}@widgets-dev-database:3306/shop`;

const deploy = (args: Partial<MySqlArgs> = {}) =>
  record(() => {
    const basics = { id, host, image: "mysql:8.4", network: "widgets-dev" };
    return new MySql("database", { ...basics, database: "shop", user: "shop_user", ...args });
  });

test("what a MySQL consists of", async () => {
  expect((await deploy()).tree()).toEqual([
    "berth:docker:MySql database",
    "  berth:docker:DataVolume database-data",
    "    docker:index/volume:Volume database-data",
    "  berth:docker:SecretFiles database-secrets",
    "    docker:index/volume:Volume database-secrets",
    "    pulumi-nodejs:dynamic/berth:SecretVolumeContent database-secrets-content",
    "    random:index/randomId:RandomId database-secrets-version",
    "  docker:index/container:Container database",
    "  docker:index/remoteImage:RemoteImage database-image",
    "  pulumi-nodejs:dynamic/berth:HealthGate database-healthy",
    "  random:index/randomPassword:RandomPassword database-password",
    "  random:index/randomPassword:RandomPassword database-root-password",
  ]);
});

test("the container, with nothing but the defaults", async () => {
  const { inputs, options } = (await deploy()).get("docker:Container database");

  expect(inputs).toEqual({
    name: "widgets-dev-database",
    image: "id of mysql:8.4",
    labels: [...labels(id, "database"), { label: "berth.secrets", value: "version 1" }],
    entrypoints: ["sh", "-c", expect.stringMatching(/^set -- mysqld\n/)],
    envs: [
      "LANG=C.UTF-8",
      "MYSQL_DATABASE=shop",
      "MYSQL_HOME=/run/secrets",
      "MYSQL_PASSWORD_FILE=/run/secrets/password",
      "MYSQL_ROOT_PASSWORD_FILE=/run/secrets/root-password",
      "MYSQL_USER=shop_user",
    ],
    healthcheck: {
      tests: [
        "CMD-SHELL",
        expect.stringMatching(
          /^if mysql --defaults-extra-file=\/run\/secrets\/client\.cnf --batch --execute='SELECT 1'; then/,
        ),
      ],
      interval: "2s",
      timeout: "5s",
      startPeriod: "2m0s",
      retries: 5,
    },
    networksAdvanced: [{ name: "widgets-dev" }],
    ports: [],
    volumes: [
      { volumeName: "widgets-dev-mysql-data", containerPath: "/var/lib/mysql" },
      { volumeName: "widgets-dev-database-secrets", containerPath: "/run/secrets", readOnly: true },
    ],
    restart: "no",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 60,
    destroyGraceSeconds: 60,
    removeVolumes: true,
    mustRun: true,
  });
  expect(options).toEqual({ deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] });
});

test("the container of a production stack: limits, restart policy, logs and a port", async () => {
  const recording = await deploy({
    limits: { cpus: 1, memory: 1024 },
    restart: "always",
    logs: { driver: "local", maxSize: "20m", maxFile: 5 },
    port: { address: "127.0.0.1", port: 3307 },
  });
  expect(recording.get("docker:Container database").inputs).toMatchObject({
    cpus: "1.0",
    memory: 1024,
    memorySwap: 1024,
    restart: "always",
    logDriver: "local",
    logOpts: { "max-size": "20m", "max-file": "5" },
    ports: [{ internal: 3306, external: 3307, ip: "127.0.0.1", protocol: "tcp" }],
  });
});

test("MariaDB has its own server, client and volumes", async () => {
  const recording = await deploy({ engine: "mariadb", image: "mariadb:11.8" });
  expect(recording.get("docker:Container database").inputs).toMatchObject({
    image: "id of mariadb:11.8",
    entrypoints: ["sh", "-c", expect.stringMatching(/^set -- mariadbd\n/)],
    healthcheck: {
      tests: [
        "CMD-SHELL",
        expect.stringMatching(
          /^if mariadb --defaults-extra-file=\/run\/secrets\/client\.cnf --batch --execute='SELECT 1'; then/,
        ),
      ],
    },
    volumes: [
      { volumeName: "widgets-dev-mariadb-data" },
      { volumeName: "widgets-dev-database-secrets" },
    ],
  });
});

test("it takes the place of a database of another kind", async () => {
  const { options } = (await deploy()).get("berth:MySql database");
  expect(options).toEqual({ formerTypes: ["berth:docker:Postgres", "berth:docker:Redis"] });
});

test("the image is pulled by its reference and left to other stacks", async () => {
  expect((await deploy()).get("docker:RemoteImage database-image").inputs).toEqual({
    name: "mysql:8.4",
    keepLocally: true,
  });
});

test("only the data volume is kept where data is to be kept", async () => {
  const recording = await deploy({ keepData: true });
  expect(recording.get("docker:Volume database-data").options.retainOnDelete).toBe(true);
  expect(recording.tree()).toContain(
    "    pulumi-nodejs:dynamic/berth:KeptVolume database-data-kept",
  );
});

test("passwords that need no escaping anywhere", async () => {
  const recording = await deploy();
  for (const name of ["database-password", "database-root-password"]) {
    expect(recording.get(`random:RandomPassword ${name}`).inputs).toEqual({
      length: 32,
      special: false,
    });
  }
});

test("secret files: who reads which, and nothing of them in the open", async () => {
  const recording = await deploy();
  const content = recording.get("pulumi-nodejs:SecretVolumeContent database-secrets-content");

  expect(content.inputs).toMatchObject({
    host,
    volume: "widgets-dev-database-secrets",
    image: "id of mysql:8.4",
    files: [
      { name: "root-password", content: secret(ROOT_PASSWORD), uid: 999 },
      { name: "password", content: secret(PASSWORD), uid: 999 },
      {
        name: "client.cnf",
        content: secret(
          `[client]\nprotocol=tcp\nhost=127.0.0.1\nport=3306\nuser=shop_user\npassword=${PASSWORD}\n\n[mysql]\ndatabase=shop\n\n[mariadb]\ndatabase=shop\n`,
        ),
        uid: 999,
      },
      {
        name: "my.cnf",
        content: secret("[mysql]\ndefault-character-set=utf8mb4\n"),
        uid: 999,
      },
      {
        name: "users.sql",
        content: secret(
          [
            "CREATE DATABASE IF NOT EXISTS `shop`;",
            `CREATE USER IF NOT EXISTS 'shop_user'@'%' IDENTIFIED BY '${PASSWORD}';`,
            `ALTER USER 'shop_user'@'%' IDENTIFIED BY '${PASSWORD}';`,
            "GRANT ALL ON `shop`.* TO 'shop_user'@'%';",
            `ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '${ROOT_PASSWORD}';`,
            `ALTER USER IF EXISTS 'root'@'%' IDENTIFIED BY '${ROOT_PASSWORD}';`,
            "",
          ].join("\n"),
        ),
        uid: 999,
      },
    ],
  });
  expect(recording.publicInputs()).not.toContain("VALUE-OF");
});

test.each([
  ["max_allowed_packet=256M\n", "[mysqld]\nmax_allowed_packet=256M\n"],
  ["# ours\n[mysqld]\nsql_mode=ANSI", "# ours\n[mysqld]\nsql_mode=ANSI\n"],
])(
  "a configuration comes last, for the server unless it names a group: %j",
  async (config, lines) => {
    const recording = await deploy({ config });
    const content = recording.get("pulumi-nodejs:SecretVolumeContent database-secrets-content");
    expect(content.inputs.files).toContainEqual({
      name: "my.cnf",
      content: secret(`[mysql]\ndefault-character-set=utf8mb4\n\n${lines}`),
      uid: 999,
    });
    const { labels: given } = recording.get("docker:Container database").inputs;
    expect(given).toContainEqual({
      label: "berth.config",
      value: expect.stringMatching(/^\w{16}$/),
    });
  },
);

test("a start may take as long as it is told", async () => {
  const recording = await deploy({ startPeriod: 1800 });
  expect(recording.get("docker:Container database").inputs.healthcheck).toMatchObject({
    startPeriod: "30m0s",
  });
  const gate = recording.get("pulumi-nodejs:HealthGate database-healthy");
  expect(gate.inputs.timeoutSeconds).toBe(1860);
});

test("a name with an underscore is granted as it is, not as a pattern", async () => {
  const recording = await deploy({ database: "my_shop_db" });
  const content = recording.get("pulumi-nodejs:SecretVolumeContent database-secrets-content");
  const files = content.inputs.files as { name: string; content: { secret: string } }[];
  const sql = files.find(({ name }) => name === "users.sql")?.content.secret.split("\n");
  expect(sql?.filter((line) => line.includes("my"))).toEqual([
    "CREATE DATABASE IF NOT EXISTS `my_shop_db`;",
    "GRANT ALL ON `my\\_shop\\_db`.* TO 'shop_user'@'%';",
  ]);
});

test("the gate waits for the container longer than it has to become unhealthy", async () => {
  const { inputs, dependencies } = (await deploy()).get(
    "pulumi-nodejs:HealthGate database-healthy",
  );
  expect(inputs).toMatchObject({
    host,
    containers: [{ name: "widgets-dev-database", id: "id of database" }],
    timeoutSeconds: 120 + 60,
  });
  expect(dependencies).toEqual(["docker:Container database"]);
});

test("what an app is told: the open part as environment, the rest as secrets", async () => {
  const recording = await deploy();
  const { connection, containerName, volumeNames, url } = recording.value;

  expect(containerName).toBe("widgets-dev-database");
  expect(connection.env).toEqual({
    MYSQL_HOST: "widgets-dev-database",
    MYSQL_PORT: "3306",
    MYSQL_USER: "shop_user",
    MYSQL_DATABASE: "shop",
    MYSQL_PASSWORD_FILE: "/run/secrets/mysql-password",
    DATABASE_URL_FILE: "/run/secrets/database-url",
  });
  expect(await settled(connection.secrets)).toEqual({
    "mysql-password": PASSWORD,
    "database-url": URL,
  });
  expect(await settled(volumeNames)).toEqual(["widgets-dev-mysql-data"]);
  for (const output of [url, ...Object.values(connection.secrets)]) {
    expect(await pulumi.isSecret(pulumi.output(output))).toBe(true);
  }
  expect(recording.get("berth:MySql database").outputs).toEqual({
    containerName: "widgets-dev-database",
    url: secret(URL),
  });
});
