import { expect, test } from "vitest";

import { containerOf, databasesOn, serverOf, shelfOf, volumesOn } from "../../backup/places";
import { connect } from "../../docker/connect";
import { fakeEngine } from "../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const LABELS = { "berth.project": "shop", "berth.stack": "prod", "berth.role": "database" };

async function place(
  Labels: Record<string, string>,
  volumes: Record<string, Record<string, string> | null> = {},
) {
  const Mounts = Object.keys(volumes).map((Name) => ({ Name, Destination: "/data" }));
  const found = { Id: "c1", State: { Running: true }, Config: { Labels, Env: [] }, Mounts };
  const { address } = await fakeEngine({
    "GET /containers/shop-prod-database/json": () => ({ body: found }),
    "GET /containers/json": () => ({ body: [] }),
    ...Object.fromEntries(
      Object.entries(volumes).map(([Name, Labels]) => [
        `GET /volumes/${Name}`,
        () => ({ body: { Name, Labels } }),
      ]),
    ),
  });
  return { docker: connect(address), id };
}

test("a container is found by its name and labels", async () => {
  expect((await containerOf(await place(LABELS), "database"))?.Id).toBe("c1");
});

test.each([
  ["its label", "shop-prod-data", { "berth.database": "redis" }, "redis"],
  ["its label, whatever it is called", "x-mysql-data", { "berth.database": "redis" }, "redis"],
  ["its name, where an earlier version made it", "shop-prod-mariadb-data", null, "mariadb"],
  ["neither", "shop-prod-other-data", {}, undefined],
])("a volume's database engine is known by %s", async (_, volume, Labels, engine) => {
  const { docker } = await place(LABELS, { [volume]: Labels });
  expect((await serverOf({ docker, id }))?.engine).toBe(engine);
});

test("one of the name that somebody else made is none of the stack's", async () => {
  expect(await containerOf(await place({}), "database")).toBeUndefined();
  expect(await serverOf(await place({ ...LABELS, "berth.stack": "dev" }))).toBeUndefined();
});

const labelled = (role: string, more = {}) => ({
  Labels: { ...LABELS, "berth.role": role, ...more },
});

test("the databases of a stack are those with a server or with backups, database first", async () => {
  const containers = [
    labelled("app"),
    labelled("cache", { "berth.database": "redis" }),
    labelled("cache-backup"),
    labelled("database"),
    labelled("process-nightly-backup"),
    labelled("backup-tool"),
  ];
  const volumes = [
    { Name: "a", ...labelled("former-backups") },
    { Name: "b", ...labelled("cache-redis-data", { "berth.database": "redis" }) },
  ];
  const { address } = await fakeEngine({
    "GET /containers/json": () => ({ body: containers }),
    "GET /volumes": () => ({ body: { Volumes: volumes } }),
    "GET /volumes/shop-prod-backups": () => ({ status: 404, body: { message: "no such volume" } }),
  });
  const names = await databasesOn({ docker: connect(address), id });
  expect(names).toEqual(["database", "cache", "former"]);
});

test("the volumes of a stack are those with backups, labelled or made by a Swarm", async () => {
  const containers = [labelled("volume-uploads-backup"), labelled("cache-backup")];
  const unlabelled = [
    "shop-prod-volume-db-backups",
    "shop-prod-uploads",
    "shop-dev-volume-x-backups",
  ];
  const { address } = await fakeEngine({
    "GET /volumes/shop-prod-backups": () => ({ status: 404, body: { message: "no such volume" } }),
    "GET /containers/json": () => ({ body: containers }),
    "GET /volumes": () => ({ body: { Volumes: unlabelled.map((Name) => ({ Name })) } }),
  });
  const place = { docker: connect(address), id };
  expect(await volumesOn(place)).toEqual(["db", "uploads"]);
  expect(await databasesOn(place)).toEqual(["cache"]);
});

test("backups of another database are in a folder of its name", async () => {
  const Labels = { ...LABELS, "berth.role": "cache-backup" };
  const Config = { Labels, Env: ["BACKUP_FOLDER=/data/cache"], User: "1000:100" };
  const Mounts = [{ Source: "/srv/backups", Destination: "/data" }];
  const { address } = await fakeEngine({
    "GET /containers/shop-prod-cache-backup/json": () => ({
      body: { Id: "c2", Image: "sha256:1", State: { Running: true }, Config, Mounts },
    }),
  });
  const place = { docker: connect(address), id, database: "cache" };
  expect(await shelfOf(place, [])).toEqual({
    from: "/srv/backups/cache",
    image: "sha256:1",
    owner: "1000:100",
  });
});
