import { describe, expect, it } from "vitest";
import { documentedSettings } from "../../settings/docs";
import { parseSettings } from "../../settings/parse";
import { neededFirst } from "./needed-first";
import { FILE, rawConfig } from "./raw-config";

const IMAGE = `registry.example.com:5000/team/image_x:1.2@sha256:${"a".repeat(64)}`;

/** Path in the stack file, what is written there, and what becomes of it. */
const OVERRIDES: [path: string, written: unknown, parsed?: unknown][] = [
  ["app.name", "shop"],
  ["app.image", IMAGE],
  ["app.tag", "v1"],
  ["app.tag", 2, "2"],
  ["app.keepImages", "10", 10],
  ["app.context", "../shop"],
  ["app.dockerfile", "docker/Dockerfile"],
  ["app.target", "stage-1"],
  ["app.buildArgs", { A: "1", B: 2, C: true }, { A: "1", B: "2", C: "true" }],
  ["app.containerPort", 8080],
  ["app.containerPort", "8080", 8080],
  ["app.port", "none", undefined],
  ["app.port", 9000, { address: "127.0.0.1", port: 9000 }],
  ["app.port", "[::1]:8000", { address: "::1", port: 8000 }],
  ["app.port", "0.0.0.0:65535", { address: "0.0.0.0", port: 65535 }],
  ["app.env", { LOG_LEVEL: "debug", EMPTY: "" }],
  ["app.command", "flask run", ["sh", "-c", "flask run"]],
  ["app.command", ["flask", "run", "--port", 5000], ["flask", "run", "--port", "5000"]],
  ["app.user", 10001, "10001"],
  ["app.user", "10001:10002"],
  ["app.capabilities", ["NET_RAW", "KILL"]],
  ["app.aliases", ["backend", "api.internal"]],
  ["app.writable", ["/app/instance", "/var/cache/shop"]],
  ["app.healthPath", "/up?deep=1"],
  ["app.healthHost", "shop.example.com"],
  ["app.healthHost", "[::1]"],
  ["app.healthCommand", "test -e /tmp/up", ["CMD-SHELL", "test -e /tmp/up"]],
  ["app.healthCommand", ["test", "-e", "/tmp/up"], ["CMD", "test", "-e", "/tmp/up"]],
  ["app.healthFrom", "network"],
  ["app.healthInterval", "30", 30],
  ["app.healthTimeout", 10],
  ["app.healthRetries", 2],
  ["app.startPeriod", "300", 300],
  ["adopt", ["shop-web-1", "shop_db_1"]],
  ["server", "uwsgi"],
  ["source", "image"],
  ["restart", "no"],
  ["restart", "on-failure"],
  ["restart", "unless-stopped"],
  ["database", "none", undefined],
  ["database.image", IMAGE],
  ["database.name", "Shop_1"],
  ["database.user", "shop"],
  ["database.port", "[::1]:8000", { address: "::1", port: 8000 }],
  ["database.port", "127.0.0.1:3306", { address: "127.0.0.1", port: 3306 }],
  ["database.config", "max_allowed_packet=256M\n"],
  ["database.startPeriod", 1800],
  ["database.limits.cpus", 0.5],
  ["database.limits.memory", "1g", 1024],
  ["database.limits.pids", 100],
  ["database.keepData", true],
  ["database.keepData", "true", true],
  ["database.volume", "shop_db-data"],
  ["limits.cpus", "0.2", 0.2],
  ["limits.memory", "300m", 300],
  ["limits.pids", "256", 256],
  ["replicas", 3],
  ["rollout", "rolling"],
  ["release", "v1"],
  ["release", 20261121, "20261121"],
  ["release", `sha256:${"a".repeat(64)}`],
  ["edge.drain", "60", 60],
  ["edge.sticky", "true", true],
  ["hardening.noNewPrivileges", true],
  ["hardening.dropCapabilities", "true", true],
  ["hardening.readOnly", true],
  ["hardening.nonRoot", true],
  ["hardening.internalNetwork", true],
  ["hardening.pidsLimit", true],
  ["registry.server", "registry.example.com:5000/team/sub"],
  ["registry.push", false],
  ["host", "unix:///run/user/1000/docker.sock"],
  ["host", "npipe:////./pipe/docker_engine"],
  ["host", "tcp://[::1]:2375"],
  ["host", "ssh://deploy@[2001:db8::1]:2222"],
  ["images.python", IMAGE],
  ["images.mysql", IMAGE],
  ["images.mariadb", "localhost/mariadb"],
  ["images.postgres", "postgres:17"],
  ["images.redis", "docker.io/library/redis:8"],
  ["images.caddy", "my__caddy:2"],
  ["build.pipIndexUrl", "https://user:token@pypi.example.com/simple"],
  ["build.pipTrustedHost", "pypi.example.com:8443"],
  ["build.aptMirror", "http://10.0.0.2/debian"],
  ["build.platform", "linux/arm/v7"],
  ["build.cacheFrom", [IMAGE]],
  ["build.network", "host"],
  ["logs.driver", "local"],
  ["logs.maxSize", "1g"],
  ["logs.maxFile", "10", 10],
];

it.each(OVERRIDES)("%s: %j changes nothing else", (path, written, ...rest) => {
  const keys = path.split(".");
  const base = keys[0] === "database" ? { engine: "mysql" } : {};
  const server = keys[0] === "registry" ? { server: "r.example.com" } : {};
  const given = nested(keys, written, { ...base, ...server });

  const beside = neededFirst(path);
  const changed = parse({ mode: "dev", ...beside, ...given });
  const others = { ...(keys[0] === "registry" ? { registry: server } : beside) };
  const defaults = parse({ mode: "dev", ...others });

  const expected = structuredClone(defaults);
  put(expected, keys, rest.length > 0 ? rest[0] : written);
  const after = { ...expected, ...goesWith(path, changed) };
  const { database } = after;
  expect(changed).toEqual({ ...after, databases: database ? { database } : {} });
});

/** Settings that only work together with another, tested below or by their own. */
const ELSEWHERE = [
  "mode",
  "edge.trustedProxies",
  "app.httpsPort",
  "domain",
  "tls",
  "tls.issuer",
  "tls.email",
  "tls.ca",
  "tls.caRoot",
  "tls.certificate",
  "tls.key",
  "app.secrets",
  "database.engine",
  "hardening",
  "backup",
  "backup.schedule",
  "backup.keep",
  "backup.to",
  "backup.limits.cpus",
  "backup.limits.memory",
  "backup.limits.pids",
  "registry.username",
  "registry.password",
  "platform",
  "database.maxmemoryPolicy",
  "database.node",
  "databases",
  "services",
  "app.secretEnv",
  "database.formerVolume",
  "app.releaseCommand",
  "app.releaseCommand.command",
  "app.releaseCommand.runAgain",
  "app.releaseCommand.timeout",
  "app.processes",
  "jobs",
  "app.volumes",
  "app.dependsOn",
  "swarm.publishMode",
  "swarm.encrypted",
  "swarm.maxReplicas",
  "swarm.preferences",
  "swarm.update.parallelism",
  "swarm.update.delay",
  "swarm.reservations.cpus",
  "swarm.reservations.memory",
];

it("a full Redis does what its policy says", () => {
  const limits = { memory: "64m" };
  const database = { engine: "redis", limits, maxmemoryPolicy: "allkeys-lru" };
  const parsed = parse({ mode: "dev", database }).database;
  expect(parsed).toMatchObject({ maxmemoryPolicy: "allkeys-lru", startPeriod: 60 });
});

it("an edge believes the proxies that are named", () => {
  const edge = { trustedProxies: ["10.0.0.0/8", "2001:db8::/32"] };
  expect(parse({ mode: "prod", edge }).edge).toEqual({ drain: 30, sticky: false, ...edge });
});

it("every setting is overridden somewhere in this file", () => {
  const settings = documentedSettings()
    .map(({ path }) => path.join("."))
    // Tests of their own have the entries of maps.
    .filter((path) => !path.includes(".NAME."));
  const tested = [...OVERRIDES.map(([path]) => path), ...ELSEWHERE];
  expect(settings.filter((path) => !tested.includes(path))).toEqual([]);
});

describe("a domain", () => {
  const none = { email: undefined, ca: undefined, caRoot: undefined };
  const own = { certificate: undefined, key: undefined };
  const domain = "shop.example.com";

  it.each([
    ["dev", "internal", 8000, 8443, "127.0.0.1"],
    ["prod", "auto", 80, 443, "0.0.0.0"],
  ])("brings HTTPS in %s, by %s", (mode, issuer, port, httpsPort, address) => {
    expect(parse({ mode, domain })).toMatchObject({
      domain,
      rollout: "rolling",
      tls: { issuer, ...none, ...own },
      app: { port: { address, port }, httpsPort: { address, port: httpsPort } },
    });
  });

  it("needs no port for HTTP", () => {
    const { app } = parse({ mode: "prod", domain, app: { port: "none", httpsPort: 8443 } });
    expect(app).toMatchObject({ port: undefined, httpsPort: { address: "0.0.0.0", port: 8443 } });
  });

  it.each([
    ["internal", { issuer: "internal", ...none, ...own }],
    [
      { ca: "https://ca.example.com/d" },
      { issuer: "auto", ...none, ca: "https://ca.example.com/d", ...own },
    ],
    [
      { certificate: "c.pem", key: "k.pem" },
      { issuer: undefined, ...none, certificate: "c.pem", key: "k.pem" },
    ],
  ])("with tls %j", (tls, parsed) => {
    expect(parse({ mode: "prod", domain, tls }).tls).toEqual(parsed);
  });
});

it("a host elsewhere, with the source baked in", () => {
  const host = "ssh://deploy@server.example.com:2222";
  expect(parse({ mode: "dev", source: "image", host }).host).toBe(host);
  expect(parse({ mode: "prod", host: "tcp://10.0.0.2:2376" }).host).toBe("tcp://10.0.0.2:2376");
});

it("secrets that are encrypted", () => {
  const values = {
    mode: "dev",
    app: { secrets: { "tls.key": "hunter2", pin: 1234 } },
    registry: { server: "r.example.com", username: 12345, password: 67890 },
  };
  const settings = parseSettings(FILE, rawConfig(values, ["app", "registry"]));
  expect(settings.app.secrets).toEqual({ "tls.key": "hunter2", pin: "1234" });
  expect(settings.registry).toMatchObject({ username: "12345", password: "67890" });
});

it("`restart: false`, which is what tools of YAML 1.1 make of `restart: no`", () => {
  expect(parse({ mode: "prod", restart: false }).restart).toBe("no");
});

it("a group as JSON in one text, as `pulumi config set app '{...}'` stores it", () => {
  expect(parse({ mode: "dev", app: '{"name": "shop"}' }).app.name).toBe("shop");
});

it("the keys of providers and of Pulumi itself are not ours", () => {
  const others = { "pulumi:tags": { team: "x" }, "docker:context": "default", "aws:region": "x" };
  expect(parse({ mode: "dev", ...others })).toEqual(parse({ mode: "dev" }));
});

function parse(values: Readonly<Record<string, unknown>>) {
  return parseSettings(FILE, rawConfig(values));
}

/** Where one setting is the default of another. */
function goesWith(path: string, changed: ReturnType<typeof parse>): object {
  switch (path) {
    case "app.image":
    case "release":
      return { source: "image" };
    case "app.name":
      return { database: { ...changed.database, name: "shop", user: "shop" } };
    case "app.healthPath":
      return { app: { ...changed.app, hasOwnHealthPath: true } };
    case "server":
      return { app: { ...changed.app, defaultTargets: ["prod"], containerPort: 80 } };
    case "images.mysql":
    case "images.mariadb":
    case "images.postgres":
    case "images.redis":
      return { database: { ...changed.database, image: imageOf(changed) } };
    default:
      return {};
  }
}

const imageOf = ({ images, database }: ReturnType<typeof parse>) =>
  database && images[database.engine];

function nested(
  keys: readonly string[],
  value: unknown,
  siblings: object,
): Record<string, unknown> {
  const [key = "", ...rest] = keys;
  return { [key]: rest.length === 0 ? value : { ...siblings, ...nested(rest, value, {}) } };
}

function put(target: object, keys: readonly string[], value: unknown): void {
  const [key = "", ...rest] = keys;
  if (rest.length === 0) Reflect.set(target, key, value);
  else put(Reflect.get(target, key), rest, value);
}
