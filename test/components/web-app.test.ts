import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { HealthGate, WebApp, type WebAppArgs } from "../../components";
import { httpTest } from "../../components/health-checks";
import { labels } from "../../components/labels";
import { record, secret, settled } from "../support/mocks";

const id = { project: "widgets", stack: "dev" };
const host = "unix:///var/run/docker.sock";
const CONTENT = "pulumi-nodejs:SecretVolumeContent app-secrets-content";

const deploy = (args: Partial<WebAppArgs> = {}) =>
  record(
    () =>
      new WebApp("app", {
        id,
        host,
        image: "widgets@sha256:0",
        network: "widgets-dev",
        server: "uwsgi",
        containerPort: 80,
        healthPath: "/healthz",
        caddyImage: "caddy:2",
        ...args,
      }),
  );

const inputsOf = async (args: Partial<WebAppArgs>) =>
  (await deploy(args)).get("docker:Container app").inputs;

test("the container of a development stack: source mounted, live reload", async () => {
  const recording = await deploy({
    server: "debug",
    containerPort: 5000,
    port: { address: "127.0.0.1", port: 8000 },
    bindSource: "/home/me/app",
    user: "1000:1000",
  });

  expect(recording.tree()).toEqual([
    "berth:docker:WebApp app",
    "  docker:index/container:Container app",
    "  pulumi-nodejs:dynamic/berth:HealthGate app-healthy",
  ]);
  const { inputs, options, dependencies } = recording.get("docker:Container app");
  expect(inputs).toEqual({
    name: "widgets-dev-app",
    image: "widgets@sha256:0",
    labels: labels(id, "app"),
    user: "1000:1000",
    envs: ["TRUSTED_PROXIES=0", "FLASK_DEBUG=1", "PYTHONDONTWRITEBYTECODE=1"],
    init: true,
    healthcheck: {
      tests: httpTest(5000, "/healthz"),
      interval: "2s",
      timeout: "5s",
      startPeriod: "1m0s",
      retries: 5,
    },
    mounts: [{ type: "bind", source: "/home/me/app", target: "/app" }],
    networksAdvanced: [{ name: "widgets-dev" }],
    ports: [{ internal: 5000, external: 8000, ip: "127.0.0.1", protocol: "tcp" }],
    volumes: [],
    restart: "no",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 30,
    destroyGraceSeconds: 30,
    removeVolumes: true,
    mustRun: true,
  });
  expect(options).toEqual({ deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] });
  expect(dependencies).toEqual([]);
});

test("the container of a production stack: the image's source, limits, restarts", async () => {
  const inputs = await inputsOf({
    port: { address: "0.0.0.0", port: 8091 },
    limits: { cpus: 1, memory: 512 },
    restart: "always",
  });
  expect(inputs).toEqual({
    name: "widgets-dev-app",
    image: "widgets@sha256:0",
    labels: labels(id, "app"),
    envs: ["TRUSTED_PROXIES=1"],
    init: true,
    healthcheck: expect.objectContaining({ tests: httpTest(80, "/healthz") }),
    networksAdvanced: [{ name: "widgets-dev" }],
    ports: [{ internal: 80, external: 8091, ip: "0.0.0.0", protocol: "tcp" }],
    volumes: [],
    cpus: "1.0",
    memory: 512,
    memorySwap: 512,
    restart: "always",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 30,
    destroyGraceSeconds: 30,
    removeVolumes: true,
    mustRun: true,
  });
});

const BIND = "/home/me/app";

test.each<[string, Partial<WebAppArgs>, string[]]>([
  ["debug", { server: "debug" }, ["TRUSTED_PROXIES=0", "FLASK_DEBUG=1"]],
  ["uwsgi", { server: "uwsgi" }, ["TRUSTED_PROXIES=1"]],
  [
    "uwsgi with the source mounted",
    { server: "uwsgi", bindSource: BIND },
    ["TRUSTED_PROXIES=1", "PYTHONDONTWRITEBYTECODE=1", "UWSGI_PY_AUTORELOAD=1"],
  ],
  [
    "gunicorn without limits",
    { server: "gunicorn", containerPort: 8000 },
    [
      "TRUSTED_PROXIES=0",
      "PORT=8000",
      "WEB_CONCURRENCY=3",
      "GUNICORN_CMD_ARGS=--graceful-timeout=25",
      "XDG_RUNTIME_DIR=/tmp",
    ],
  ],
  [
    "gunicorn with the source mounted",
    { server: "gunicorn", containerPort: 8000, bindSource: BIND },
    [
      "TRUSTED_PROXIES=0",
      "PYTHONDONTWRITEBYTECODE=1",
      "PORT=8000",
      "GUNICORN_CMD_ARGS=--reload",
      "XDG_RUNTIME_DIR=/tmp",
    ],
  ],
  [
    "uvicorn with the source mounted",
    { server: "asgi", containerPort: 8000, bindSource: BIND },
    [
      "TRUSTED_PROXIES=0",
      "PYTHONDONTWRITEBYTECODE=1",
      "PORT=8000",
      "UVICORN_HOST=0.0.0.0",
      "UVICORN_PORT=8000",
      "UVICORN_RELOAD=true",
    ],
  ],
  [
    "uvicorn on a CPU and a half",
    { server: "asgi", containerPort: 8000, limits: { cpus: 1.5 } },
    [
      "TRUSTED_PROXIES=0",
      "PORT=8000",
      "WEB_CONCURRENCY=2",
      "UVICORN_HOST=0.0.0.0",
      "UVICORN_PORT=8000",
      "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN=25",
    ],
  ],
  [
    "settings of the app on top",
    { server: "debug", env: { FLASK_DEBUG: "0", LOG_LEVEL: "debug=all" } },
    ["TRUSTED_PROXIES=0", "FLASK_DEBUG=0", "LOG_LEVEL=debug=all"],
  ],
])("environment: %s", async (_, args, envs) => {
  expect((await inputsOf(args)).envs).toEqual(envs);
});

test.each([
  [{ cpus: 1, memory: 512 }, "3"],
  [{ cpus: 2, memory: 4096 }, "5"],
  [{ cpus: 4, memory: 256 }, "2"],
  [{ memory: 64 }, "1"],
])(
  "gunicorn has workers by CPUs, and as many as there is memory for: %o",
  async (limits, workers) => {
    const { envs } = await inputsOf({ server: "gunicorn", limits });
    expect(envs).toContain(`WEB_CONCURRENCY=${workers}`);
  },
);

test.each(["gunicorn", "asgi"] as const)(
  "behind an edge %s believes its headers",
  async (server) => {
    const recording = await deploy({ server, rollout: "rolling" });
    const { envs } = recording.get("docker:Container widgets-dev-app-1").inputs;
    expect(envs).toContain("FORWARDED_ALLOW_IPS=*");
    expect(envs).toContain("TRUSTED_PROXIES=1");
  },
);

test("a command, where the image's own is not wanted", async () => {
  const command = ["flask", "run", "--port=$PORT"];
  expect((await inputsOf({ command })).command).toEqual(command);
  expect(await inputsOf({})).not.toHaveProperty("command");
});

test("without a port it is not published", async () => {
  const recording = await deploy();
  expect(recording.get("docker:Container app").inputs.ports).toEqual([]);
  expect(await settled(recording.value.publishedPort)).toBeUndefined();
});

test("what it says of itself", async () => {
  const recording = await deploy({ port: { address: "127.0.0.1", port: 8000 } });
  expect(recording.value.containers).toEqual({ app: "widgets-dev-app" });
  expect(await settled(recording.value.publishedPort)).toEqual({
    address: "127.0.0.1",
    port: 8000,
  });
  expect(recording.get("berth:WebApp app").outputs).toEqual({
    containers: { app: "widgets-dev-app" },
    publishedPort: { address: "127.0.0.1", port: 8000 },
  });
  expect(recording.get("pulumi-nodejs:HealthGate app-healthy").inputs).toMatchObject({
    host,
    containers: [{ name: "widgets-dev-app", id: "id of app" }],
    timeoutSeconds: 60 + 60,
  });
});

test("secrets are files of the container's user, and nowhere in the open", async () => {
  const recording = await deploy({
    user: "10001:50",
    secrets: { api_key: "VALUE-OF-api-key", token: pulumi.secret("VALUE-OF-token") },
  });
  expect(recording.get(CONTENT)).toMatchObject({
    parent: "berth:SecretFiles app-secrets",
    inputs: {
      image: "widgets@sha256:0",
      volume: "widgets-dev-app-secrets-version-1",
      files: [
        { name: "api_key", content: secret("VALUE-OF-api-key"), uid: 10001 },
        { name: "token", content: secret("VALUE-OF-token"), uid: 10001 },
      ],
    },
  });
  expect(recording.get("docker:Container app").inputs).toMatchObject({
    labels: [...labels(id, "app"), { label: "berth.secrets", value: "version 1" }],
    volumes: [
      {
        volumeName: "widgets-dev-app-secrets-version-1",
        containerPath: "/run/secrets",
        readOnly: true,
      },
    ],
  });
  expect(recording.publicInputs()).not.toContain("VALUE-OF");
});

test("secrets belong to the image's own user where none is set", async () => {
  const recording = await deploy({ secrets: { api_key: "k3y" } });
  expect(recording.get(CONTENT).inputs.files).toEqual([
    { name: "api_key", content: secret("k3y"), uid: 10001 },
  ]);
});

test("a database: its environment, its secrets, and the app starts after it", async () => {
  const recording = await record(() => {
    const ready = new HealthGate("database-healthy", { host, containers: [], timeoutSeconds: 1 });
    return new WebApp("app", {
      id,
      host,
      image: "widgets@sha256:0",
      network: "widgets-dev",
      server: "uwsgi",
      containerPort: 80,
      healthPath: "/healthz",
      caddyImage: "caddy:2",
      env: { MYSQL_USER: "another" },
      secrets: { api_key: "k3y" },
      database: {
        env: { MYSQL_HOST: "widgets-dev-database", MYSQL_USER: "widgets" },
        secrets: { "mysql-password": pulumi.secret("s3cret") },
        ready,
      },
    });
  });
  const { inputs, dependencies } = recording.get("docker:Container app");
  expect(inputs.envs).toEqual([
    "TRUSTED_PROXIES=1",
    "MYSQL_HOST=widgets-dev-database",
    "MYSQL_USER=another",
  ]);
  expect(recording.get(CONTENT).inputs.files).toEqual([
    { name: "mysql-password", content: secret("s3cret"), uid: 10001 },
    { name: "api_key", content: secret("k3y"), uid: 10001 },
  ]);
  expect(dependencies).toContain("pulumi-nodejs:HealthGate database-healthy");
  expect(recording.publicInputs()).not.toMatch(/s3cret|k3y/);
});

test("volumes: anonymous, named, and a folder of the host", async () => {
  const inputs = await inputsOf({
    volumes: [
      { target: "/cache" },
      { target: "/data", volume: "widgets-dev-data" },
      { target: "/shared", hostPath: "/home/me/shared", readOnly: true },
    ],
    secrets: { api_key: "k" },
  });
  expect(inputs.volumes).toEqual([
    { containerPath: "/cache" },
    { containerPath: "/data", volumeName: "widgets-dev-data" },
    { containerPath: "/shared", hostPath: "/home/me/shared", readOnly: true },
    {
      containerPath: "/run/secrets",
      volumeName: "widgets-dev-app-secrets-version-1",
      readOnly: true,
    },
  ]);
});

describe("how it tells that it is well", () => {
  test("by its path, as often and by the host that it is told", async () => {
    const times = { healthInterval: 60, healthTimeout: 10, healthRetries: 3 };
    const recording = await deploy({ healthHost: "shop.example.com", ...times });
    expect(recording.get("docker:Container app").inputs.healthcheck).toEqual({
      tests: httpTest(80, "/healthz", { host: "shop.example.com", timeout: 10 }),
      interval: "1m0s",
      timeout: "10s",
      startPeriod: "1m0s",
      retries: 3,
    });
    expect(recording.get("pulumi-nodejs:HealthGate app-healthy").inputs).toMatchObject({
      containers: [{ runsCheck: true, servesOthers: true }],
      timeoutSeconds: 60 + (60 + 10) * 3 + 25,
    });
  });

  test("by a command of its own", async () => {
    const healthCommand = ["CMD", "python3", "manage.py", "check"];
    const recording = await deploy({ healthCommand });
    expect(recording.get("docker:Container app").inputs.healthcheck).toMatchObject({
      tests: healthCommand,
    });
    const { containers } = recording.get("pulumi-nodejs:HealthGate app-healthy").inputs;
    expect(containers).not.toContainEqual(expect.objectContaining({ servesOthers: true }));
  });

  test.each([
    ["recreate" as const, "docker:Container app"],
    ["rolling" as const, "docker:Container widgets-dev-app-1"],
  ])("over its network: %s", async (rollout, key) => {
    const recording = await deploy({ rollout, healthFrom: "network", healthHost: "a.b" });
    expect(recording.get(key).inputs).not.toHaveProperty("healthcheck");
    const probe = {
      image: "caddy:2",
      network: "widgets-dev",
      test: httpTest(80, "/healthz", { host: "a.b" }),
    };
    const { containers } = recording.get("pulumi-nodejs:HealthGate app-healthy").inputs;
    expect(containers).toMatchObject([{ probe }]);
    expect(containers).not.toContainEqual(expect.objectContaining({ servesOthers: true }));
  });
});

test("a /tmp on disk is not in memory as well, and takes the place of one that is", async () => {
  const inputs = await inputsOf({ hardening: { readOnly: true }, writable: ["/tmp", "/srv/x"] });
  expect(inputs).toMatchObject({
    readOnly: true,
    volumes: [{ containerPath: "/tmp" }, { containerPath: "/srv/x" }],
    tmpfs: {},
  });
  const before = await inputsOf({ hardening: { readOnly: true }, writable: ["/srv/x"] });
  expect(before.tmpfs).toEqual({ "/tmp": "" });
  expect(before.labels).not.toEqual(inputs.labels);
});
