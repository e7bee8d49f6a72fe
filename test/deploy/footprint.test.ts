import { describe, expect, test } from "vitest";
import { claimsOf } from "../../deploy/footprint";
import { checkEngine } from "../../deploy/platforms/docker/check";
import { swarmClaimsOf } from "../../deploy/platforms/swarm/claims";
import { withDefaults } from "../../settings/defaults";

type Given = Parameters<typeof withDefaults>[0];

const settingsOf = (given: Partial<Given> = {}) =>
  withDefaults({ mode: "dev", ...given }, "widgets", "dev");
const images = { python: "python:test", mysql: "mysql:test", caddy: "caddy:test" };

describe("claims", () => {
  test("of an app with its database", () => {
    const { platform, ...claims } = claimsOf(settingsOf({ images }));
    expect(platform).toBe(checkEngine);
    expect(claims).toEqual({
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
      binds: [],
      existingVolumes: [],
      adopt: [],
      serverConfigs: [],
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
      swarmClaimsOf(settingsOf({ platform: "swarm", replicas: 3, ...given })).room;
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
    expect(roomOf({ swarm, app: { port: "none" } }).hasNodesPort).toBe(false);
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

test("volumes that services take over are looked for, and no names of the stack's own", () => {
  const services = {
    files: {
      image: "nginx:test",
      volumes: [
        { kind: "volume", volume: "site", isExternal: true, target: "/srv" },
        { kind: "volume", volume: "seen", isExternal: true, target: "/ro", readOnly: true },
        { kind: "volume", volume: "own", target: "/own" },
      ],
    },
  } as unknown as Given["services"];
  const claims = claimsOf(settingsOf({ images, database: { engine: "none" }, services }));
  expect(claims.existingVolumes).toEqual([
    { key: "services.files.volumes[0]", volume: "site", ofServer: true, isShared: false },
    { key: "services.files.volumes[1]", volume: "seen", ofServer: false, isShared: true },
  ]);
  expect(claims.volumes).toEqual(["widgets-dev-own"]);
  expect(claims.data).toEqual(["widgets-dev-own", "site", "seen"]);
  expect(claims.kept).toEqual(["site", "seen"]);
});
