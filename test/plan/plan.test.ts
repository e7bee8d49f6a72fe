import { chownSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { bindOf, bindOwner, buildArgsOf, claimsOf, imageArgsOf, tunnelTo, urlOf } from "../../plan";
import { withDefaults } from "../../settings/defaults";

type Given = Parameters<typeof withDefaults>[0];

const settingsOf = (given: Partial<Given> = {}) =>
  withDefaults({ mode: "dev", ...given }, "widgets", "dev");
const images = { python: "python:test", mysql: "mysql:test", caddy: "caddy:test" };

describe("build arguments", () => {
  test("only the base image, where nothing else is set", () => {
    expect(buildArgsOf(settingsOf({ images }))).toEqual({ PYTHON_IMAGE: "python:test" });
  });

  test("mirrors of pip and apt", () => {
    const build = {
      pipIndexUrl: "https://pypi.example.com/simple",
      pipTrustedHost: "pypi.example.com",
      aptMirror: "http://deb.example.com",
    };
    expect(buildArgsOf(settingsOf({ images, build }))).toEqual({
      PYTHON_IMAGE: "python:test",
      PIP_INDEX_URL: "https://pypi.example.com/simple",
      PIP_TRUSTED_HOST: "pypi.example.com",
      APT_MIRROR: "http://deb.example.com",
    });
  });

  test("those of the app are on top", () => {
    const app = { buildArgs: { PYTHON_IMAGE: "mine", GIT_COMMIT: "abc" } };
    expect(buildArgsOf(settingsOf({ app }))).toEqual({ PYTHON_IMAGE: "mine", GIT_COMMIT: "abc" });
  });
});

describe("the image", () => {
  const engine = { platform: "linux/arm64" };

  test("is named after the app and built for the engine", () => {
    expect(imageArgsOf(settingsOf({ images }), engine)).toMatchObject({
      id: { project: "widgets", stack: "dev" },
      imageName: "widgets",
      context: "./app",
      dockerfile: "Dockerfile",
      target: undefined,
      defaultTarget: "dev",
      platform: "linux/arm64",
      buildArgs: { PYTHON_IMAGE: "python:test" },
      registry: undefined,
    });
  });

  test("is built for another platform where one is set", () => {
    const build = { platform: "linux/amd64" };
    expect(imageArgsOf(settingsOf({ build }), engine).platform).toBe("linux/amd64");
  });
});

test("what is mounted for live reload", () => {
  const app = { context: tmpdir() };
  const user = bindOwner(tmpdir());
  expect(bindOf(settingsOf({ app }))).toEqual({ bindSource: tmpdir(), user });
  expect(bindOf(settingsOf({ app: { ...app, user: "1:2" } })).user).toBe("1:2");
  expect(bindOf(settingsOf({ app, source: "image" }))).toEqual({});
});

test("the owner of a mounted folder is the user in the container", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-owner-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (process.getuid?.() === 0) chownSync(folder, 1234, 5678);
  const { uid, gid } = statSync(folder);
  expect(bindOwner(folder)).toBe(`${uid}:${gid}`);
});

test("a folder that is not there has no owner yet", () => {
  expect(bindOwner(join(tmpdir(), "berth-no-such-folder"))).toBeUndefined();
});

test.each([
  ["unix:///var/run/docker.sock", "127.0.0.1", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "0.0.0.0", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "10.0.0.7", "http://10.0.0.7:8000"],
  ["npipe:////./pipe/docker_engine", "127.0.0.1", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "::1", "http://[::1]:8000"],
  ["unix:///var/run/docker.sock", "::", "http://localhost:8000"],
  ["unix:///var/run/docker.sock", "2001:db8::7", "http://[2001:db8::7]:8000"],
  ["ssh://me@server.example.com", "::1", "http://localhost:8000"],
  ["tcp://[fd00::1]:2375", "::", "http://[fd00::1]:8000"],
  ["ssh://me@server.example.com:2222", "0.0.0.0", "http://server.example.com:8000"],
  ["ssh://me@server.example.com", "127.0.0.1", "http://localhost:8000"],
  ["tcp://10.0.0.1:2375", "0.0.0.0", "http://10.0.0.1:8000"],
  ["tcp://[fd00::1]:2375", "0.0.0.0", "http://[fd00::1]:8000"],
  ["tcp://10.0.0.1:2375", "192.168.1.1", "http://192.168.1.1:8000"],
])("on %s, a port of %s is reached at %s", (address, published, url) => {
  expect(urlOf({ address, from: "" }, { address: published, port: 8000 })).toBe(url);
});

test.each([
  ["ssh://me@server.example.com", "127.0.0.1", "ssh -L 8000:127.0.0.1:8000 me@server.example.com"],
  ["ssh://server:2222", "127.0.0.1", "ssh -L 8000:127.0.0.1:8000 -p 2222 server"],
  ["ssh://me@server.example.com", "::1", "ssh -L 8000:[::1]:8000 me@server.example.com"],
  ["ssh://me@server.example.com", "0.0.0.0", undefined],
  ["tcp://10.0.0.1:2375", "127.0.0.1", undefined],
  ["unix:///var/run/docker.sock", "127.0.0.1", undefined],
])("on %s, the way to a port of %s", (address, published, tunnel) => {
  expect(tunnelTo({ address, from: "" }, { address: published, port: 8000 })).toBe(tunnel);
});

describe("claims", () => {
  test("of an app with its database", () => {
    expect(claimsOf(settingsOf({ images }))).toEqual({
      project: "widgets",
      stack: "dev",
      names: ["widgets-dev-app", "widgets-dev-database"],
      hostNames: ["widgets-dev-database"],
      ports: [{ key: "app.port", address: "127.0.0.1", port: 8000 }],
      volumes: ["widgets-dev-database-secrets", "widgets-dev-mysql-data"],
      data: ["widgets-dev-mysql-data"],
      kept: [],
      networks: ["widgets-dev"],
      images: ["python:test", "mysql:test"],
      cpus: [
        { key: "limits.cpus", cpus: 0 },
        { key: "database.limits.cpus", cpus: 0, withData: true },
        { key: "backup.limits.cpus", cpus: 0, withData: true },
      ],
      registry: undefined,
    });
  });

  test("of the networks of prod, and of an encrypted one", () => {
    const networks = (given: Parameters<typeof settingsOf>[0]) =>
      claimsOf(settingsOf(given)).networks;
    expect(networks({ hardening: { internalNetwork: true } })).toEqual([
      "widgets-dev",
      "widgets-dev-data",
    ]);
    expect(networks({ platform: "swarm", swarm: { encrypted: true } })).toEqual([
      "widgets-dev-encrypted",
    ]);
  });

  test("of an app alone, unpublished", () => {
    const given = { images, database: { engine: "none" as const }, app: { port: "none" as const } };
    expect(claimsOf(settingsOf(given))).toMatchObject({
      names: ["widgets-dev-app"],
      ports: [],
      volumes: [],
      images: ["python:test"],
    });
  });

  test.each([
    ["mariadb" as const, ["mariadb-data"]],
    ["redis" as const, ["redis-data"]],
  ])("of the volumes of %s", (engine, roles) => {
    const volumes = ["database-secrets", ...roles].map((role) => `widgets-dev-${role}`);
    expect(claimsOf(settingsOf({ database: { engine } })).volumes).toEqual(volumes);
  });

  test("of a Swarm's nodes", () => {
    const roomOf = (given: object) =>
      claimsOf(settingsOf({ platform: "swarm", replicas: 3, ...given })).swarm?.room;
    const each = { replicas: 3, maxReplicas: undefined, reservations: {} };
    expect(roomOf({})).toEqual({ ...each, startsFirst: false, hasNodesPort: false });
    const swarm = { publishMode: "host", maxReplicas: 2, reservations: { cpus: 0.5 } };
    expect(roomOf({ swarm })).toEqual({
      ...each,
      startsFirst: false,
      hasNodesPort: true,
      maxReplicas: 2,
      reservations: { cpus: 0.5 },
    });
    expect(roomOf({ swarm, app: { port: "none" } })?.hasNodesPort).toBe(false);
    expect(roomOf({ swarm, rollout: "rolling" })).toMatchObject({
      startsFirst: true,
      hasNodesPort: false,
    });
  });

  test("of backups, in a volume or in a folder", () => {
    expect(claimsOf(settingsOf({ backup: { keep: 3 } }))).toMatchObject({
      names: ["widgets-dev-app", "widgets-dev-database", "widgets-dev-backup"],
      volumes: expect.arrayContaining(["widgets-dev-backup-secrets", "widgets-dev-backups"]),
      data: ["widgets-dev-mysql-data", "widgets-dev-backups"],
      kept: [],
    });
    const keptIn = claimsOf(
      settingsOf({ mode: "prod", database: { engine: "mysql", keepData: true } }),
    );
    expect(keptIn.kept).toEqual(["widgets-dev-mysql-data"]);
    const inFolder = claimsOf(settingsOf({ backup: { to: "/srv/backups" } }));
    expect(inFolder.backupFolder).toBe("/srv/backups");
    expect(inFolder.volumes).not.toContain("widgets-dev-backups");
    expect(inFolder.data).toEqual(["widgets-dev-mysql-data"]);
  });

  test("of data that an authority gave, or a program makes", () => {
    const given = { database: { engine: "none" as const }, domain: "widgets.example.com" };
    expect(claimsOf(settingsOf(given), ["uploads"]).data).toEqual([
      "widgets-dev-certificates",
      "widgets-dev-uploads",
    ]);
    expect(claimsOf(settingsOf({ database: given.database })).data).toEqual([]);
  });

  test("of a published database", () => {
    const database = { engine: "mysql" as const, port: { address: undefined, port: 3307 } };
    expect(claimsOf(settingsOf({ database })).ports).toEqual([
      { key: "app.port", address: "127.0.0.1", port: 8000 },
      { key: "database.port", address: "127.0.0.1", port: 3307 },
    ]);
  });

  test("of limited CPUs", () => {
    const database = { engine: "mysql" as const, limits: { cpus: 1.5 } };
    const backup = { limits: { cpus: 0.5 } };
    expect(claimsOf(settingsOf({ limits: { cpus: 2 }, database, backup })).cpus).toEqual([
      { key: "limits.cpus", cpus: 2 },
      { key: "database.limits.cpus", cpus: 1.5, withData: true },
      { key: "backup.limits.cpus", cpus: 0.5, withData: true },
    ]);
  });

  test("of replicas and their balancer", () => {
    expect(claimsOf(settingsOf({ images, replicas: 2 }))).toMatchObject({
      names: [
        "widgets-dev-balancer",
        "widgets-dev-app-1",
        "widgets-dev-app-2",
        "widgets-dev-database",
      ],
      images: ["python:test", "mysql:test", "caddy:test"],
    });
  });

  test("of a rolling app, whose own containers have no fixed names", () => {
    const given = { images, rollout: "rolling" as const, database: { engine: "none" as const } };
    expect(claimsOf(settingsOf(given))).toMatchObject({
      names: ["widgets-dev-edge"],
      hostNames: ["widgets-dev-app-1-0123456"],
      volumes: ["widgets-dev-routes"],
      images: ["python:test", "caddy:test"],
    });
  });

  test("on a registry, whose login is tried where something is pushed", () => {
    const registry = { server: "registry.example.com", username: "ann", password: "s3cret" };
    const claimed = (push?: boolean) => claimsOf(settingsOf({ registry: { ...registry, push } }));
    expect(claimed().registry).toEqual({ ...registry, push: true, isTried: true });
    expect(claimed(false).registry).toEqual({ ...registry, push: false, isTried: false });
  });

  test("of an image from a registry, with its login", () => {
    const registry = { server: "registry.example.com", username: "ann", password: "s3cret" };
    const app = { image: "registry.example.com/shop:v1" };
    expect(claimsOf(settingsOf({ app, registry: { ...registry, push: false } }))).toMatchObject({
      images: [app.image, "mysql:9.7"],
      registry: { ...registry, push: false, isTried: true },
    });
  });
});
