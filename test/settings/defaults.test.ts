import { describe, expect, it } from "vitest";
import { CATALOG } from "../../images/catalog";
import type { DatabaseSettings, Settings } from "../../settings";
import { parseSettings } from "../../settings/parse";
import { FILE, rawConfig } from "./raw-config";

const parse = (values: Readonly<Record<string, unknown>>) => parseSettings(FILE, rawConfig(values));

const NO_LIMITS = { cpus: undefined, memory: undefined, pids: undefined };

/** What both modes agree on. */
const COMMON = {
  adopt: [] as string[],
  jobs: {},
  project: "berth",
  stack: "dev",
  platform: "docker",
  backup: undefined,
  services: {},
  replicas: 1,
  release: undefined,
  domain: undefined,
  tls: undefined,
  edge: { drain: 30, sticky: false, trustedProxies: [] as string[] },
  registry: undefined,
  host: undefined,
  swarm: {
    publishMode: "ingress",
    encrypted: false,
    maxReplicas: undefined,
    preferences: [] as string[],
    update: { parallelism: 1, delay: 0 },
    reservations: { cpus: undefined, memory: undefined },
  },
  images: {
    python: "python:3.13-slim",
    mysql: "mysql:9.7",
    mariadb: "mariadb:11.8",
    postgres: "postgres:18",
    redis: "redis:8",
    caddy: "caddy:2",
  },
  build: {
    pipIndexUrl: undefined,
    pipTrustedHost: undefined,
    aptMirror: undefined,
    platform: undefined,
    cacheFrom: [],
    network: undefined,
  },
  logs: { driver: "json-file", maxSize: "10m", maxFile: 3 },
} as const;

const COMMON_APP = {
  name: "berth",
  image: undefined,
  tag: undefined,
  keepImages: 5,
  httpsPort: undefined,
  context: "./app",
  dockerfile: "Dockerfile",
  target: undefined,
  buildArgs: {},
  env: {},
  secrets: {},
  command: undefined,
  user: undefined,
  capabilities: [] as Settings["app"]["capabilities"],
  writable: [] as string[],
  dependsOn: [] as string[],
  hasOwnHealthPath: false,
  healthPath: "/healthz",
  healthHost: "127.0.0.1",
  healthCommand: undefined,
  healthFrom: "container" as const,
  healthInterval: 2,
  healthTimeout: 5,
  healthRetries: 5,
  startPeriod: 60,
  volumes: {},
  secretEnv: {},
  releaseCommand: undefined,
  processes: {},
  aliases: [] as string[],
};

const COMMON_DATABASE = {
  role: "database",
  key: "database",
  engine: "mysql",
  image: "mysql:9.7",
  name: "berth",
  user: "berth",
  port: undefined,
  config: undefined,
  maxmemoryPolicy: undefined,
  startPeriod: 120,
  volume: undefined,
  formerVolume: "keep",
  node: undefined,
} as const;

const onlyDatabase = (database: DatabaseSettings) => ({ database, databases: { database } });

const hardening = (value: boolean) => ({
  noNewPrivileges: value,
  dropCapabilities: value,
  readOnly: value,
  nonRoot: value,
  internalNetwork: value,
  pidsLimit: value,
});

describe("the defaults", () => {
  it("of dev with an image from elsewhere do not mount a source", () => {
    expect(parse({ mode: "dev", app: { image: "team/widgets:v1" } }).source).toBe("image");
  });

  it("of dev are live reload, no limits and data that goes with the stack", () => {
    expect(parse({ mode: "dev" })).toStrictEqual({
      ...COMMON,
      build: { ...COMMON.build, cacheFrom: [] },
      mode: "dev",
      app: {
        ...COMMON_APP,
        defaultTargets: ["dev"],
        containerPort: 5000,
        port: { address: "127.0.0.1", port: 8000 },
      },
      server: "debug",
      source: "bind",
      restart: "no",
      rollout: "recreate",
      hardening: hardening(false),
      ...onlyDatabase({ ...COMMON_DATABASE, limits: NO_LIMITS, keepData: false }),
      limits: NO_LIMITS,
    } satisfies Settings);
  });

  it("of prod are the baked image, limits, restarts and data that stays", () => {
    expect(parse({ mode: "prod" })).toStrictEqual({
      ...COMMON,
      build: { ...COMMON.build, cacheFrom: [] },
      mode: "prod",
      app: {
        ...COMMON_APP,
        defaultTargets: ["prod"],
        containerPort: 80,
        port: { address: "127.0.0.1", port: 8091 },
      },
      server: "uwsgi",
      source: "image",
      restart: "always",
      rollout: "rolling",
      hardening: hardening(true),
      ...onlyDatabase({
        ...COMMON_DATABASE,
        limits: { cpus: 1, memory: 1024, pids: undefined },
        keepData: true,
      }),
      limits: { cpus: 1, memory: 512, pids: undefined },
    } satisfies Settings);
  });

  it.each([
    ["mysql", "mysql:9.7"],
    ["mariadb", "mariadb:11.8"],
    ["redis", "redis:8"],
  ])("of the engine %s include the image %s", (engine, image) => {
    expect(parse({ mode: "dev", database: engine }).database).toMatchObject({ engine, image });
  });

  it("of the images are what stand-ins are built for", () => {
    const { debian, nginx, ...standIns } = CATALOG;
    const references = Object.entries(standIns).map(([name, { reference }]) => [name, reference]);
    expect(parse({ mode: "dev" }).images).toEqual(Object.fromEntries(references));
  });

  it("of the server go with it, not with the mode", () => {
    expect(parse({ mode: "dev", server: "uwsgi" }).app).toMatchObject({
      defaultTargets: ["prod"],
      containerPort: 80,
    });
    expect(parse({ mode: "prod", server: "debug" }).app).toMatchObject({
      defaultTargets: ["dev"],
      containerPort: 5000,
    });
  });

  it.each(["dev", "prod"])("of a port's address in %s are the loopback", (mode) => {
    const ports = { app: { port: 9000 }, database: { engine: "mysql", port: 3307 } };
    const { app, database } = parse({ mode, ...ports, hardening: { internalNetwork: false } });
    expect(app.port).toEqual({ address: "127.0.0.1", port: 9000 });
    expect(database?.port).toEqual({ address: "127.0.0.1", port: 3307 });
  });

  it("of the parts of hardening that are not named go with the mode", () => {
    const given = { hardening: { readOnly: "false" } };
    expect(parse({ mode: "prod", ...given }).hardening).toEqual({
      ...hardening(true),
      readOnly: false,
    });
    expect(parse({ mode: "dev", hardening: { nonRoot: true } }).hardening).toEqual({
      ...hardening(false),
      nonRoot: true,
    });
  });

  it.each([true, "true", false, "false"])("of all parts of hardening at once: %j", (all) => {
    const mode = String(all) === "true" ? "dev" : "prod";
    expect(parse({ mode, hardening: all }).hardening).toEqual(hardening(String(all) === "true"));
  });

  it("of a registry push", () => {
    const registry = { server: "registry.example.com" };
    expect(parse({ mode: "dev", registry }).registry).toEqual({
      server: "registry.example.com",
      username: undefined,
      password: undefined,
      push: true,
    });
  });
});

describe("the default names", () => {
  const named = (project: string) =>
    parseSettings(
      { project, stack: "dev" },
      { values: { [`${project}:mode`]: "dev" }, secretKeys: [] },
    );

  it.each([
    ["My_Shop.v2", "my-shop-v2", "my_shop_v2"],
    [`${"a".repeat(29)}-b`, "a".repeat(29), "a".repeat(29)],
    ["3d-shop", "3d-shop", "app_3d_shop"],
    ["root", "root", "app_root"],
    ["mysql", "mysql", "app_mysql"],
    ["___", "app", "app"],
  ])("of the project %s are %s for Docker and %s for the database", (project, app, database) => {
    const settings = named(project);
    expect(settings.app.name).toBe(app);
    expect(settings.database).toMatchObject({ name: database, user: database });
  });
});
