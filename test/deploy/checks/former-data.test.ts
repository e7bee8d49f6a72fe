import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import type { DatabaseEngineName } from "../../../components/databases";
import { refuseOtherData } from "../../../deploy/checks/former-data";
import { connect } from "../../../docker/connect";
import { fakeEngine, type Routes } from "../../docker/fake-engine";

const id = { project: "shop", stack: "prod" };

interface There {
  engine?: DatabaseEngineName;
  /** The environment variable of the container that has the data. */
  has?: string;
  /** That of the stack's image; it is yet to be pulled. */
  reads?: string;
  /** Reference of the stack's image. */
  image?: string;
  /** Number of the user that the data belongs to. */
  owner?: number;
  /** Whether the stack's own server has the volume, too. */
  isTaken?: boolean;
}

async function attempt(there: There) {
  const { engine = "postgres", has = "PG_MAJOR=18", reads, owner = 999, isTaken } = there;
  const archive = pack();
  archive.entry({ name: "data/", type: "directory", uid: owner });
  archive.finalize();
  const body = await buffer(archive);
  const former = { Id: "old", Names: ["/shop-db-1"], Image: "old:1", Labels: {} };
  const own = {
    ...{ Id: "own", Names: ["/shop-prod-db"], Image: "new" },
    Labels: { "berth.project": "shop", "berth.stack": "prod" },
  };
  const routes: Routes = {
    "GET /containers/json": () => ({ body: isTaken ? [own, former] : [former] }),
    "GET /containers/old/json": () => ({
      body: { Config: { Env: [has] }, Mounts: [{ Name: "shop_db", Destination: "/data" }] },
    }),
    "GET /containers/old/archive": () => ({ body }),
    "GET /images/": () => (reads ? { body: { Config: { Env: [reads] } } } : { status: 404 }),
  };
  const { address, requests } = await fakeEngine(routes);
  const { image = `${engine}:18` } = there;
  const server = {
    ...{ key: "databases.db.image", place: "databases.db", role: "db", engine, image },
    ...{ volume: "shop_db", data: "shop_db" },
  };
  const error = await refuseOtherData(connect(address), server, id).then(
    () => undefined,
    ({ message }: Error) => message,
  );
  expect(requests.every(({ line }) => line.startsWith("GET"))).toBe(true);
  return error;
}

test.each<[string, There]>([
  ["of the same version", { reads: "PG_MAJOR=18" }],
  ["of the same series", { engine: "mysql", has: "MYSQL_VERSION=8.4.6-1.el9", image: "mysql:8.4" }],
  [
    "that says how it is packed",
    {
      ...{ engine: "mariadb", has: "MARIADB_VERSION=1:11.8.3+maria~ubu2404" },
      reads: "MARIADB_VERSION=1:11.8.6+maria~ubu2404",
    },
  ],
  [
    "that Redis reads from an older one",
    { engine: "redis", has: "REDIS_VERSION=7.4.1", reads: "REDIS_VERSION=8.0.2" },
  ],
  ["whose server is of an image that tells no version", { has: "PATH=/bin", reads: "PG_MAJOR=18" }],
  ["that the stack took over before", { has: "PG_MAJOR=17", reads: "PG_MAJOR=18", isTaken: true }],
])("data %s is taken", async (_, there) => {
  expect(await attempt(there)).toBeUndefined();
});

test.each<[string, There, string, string]>([
  ["older", { has: "PG_MAJOR=17", reads: "PG_MAJOR=18" }, "PostgreSQL 17", "18"],
  ["older, by the tag", { has: "PG_MAJOR=17" }, "PostgreSQL 17", "18"],
  [
    "of an older series, which the server would change for good",
    { engine: "mysql", has: "MYSQL_VERSION=8.0.40", image: "mysql:8.4" },
    ...(["MySQL 8.0", "8.4"] as const),
  ],
  [
    "newer",
    { engine: "redis", has: "REDIS_VERSION=8.0.2", image: "redis:7.4" },
    ...(["Redis 8.0", "7.4"] as const),
  ],
])("data that is %s is refused with the image that reads it", async (_, there, was, is) => {
  const { engine = "postgres" } = there;
  expect(await attempt(there)).toBe(
    `databases.db.volume: the data in shop_db is of ${was} (the container shop-db-1), and ${there.image ?? `${engine}:18`} is ${is}; nothing was changed; take the data over with its own version first: pulumi config set --stack prod --path databases.db.image old:1`,
  );
});

test("data of another user is refused, with the way for each engine", async () => {
  const alpine = await attempt({ reads: "PG_MAJOR=18", owner: 70 });
  expect(alpine).toMatch(
    /^databases\.db\.volume: the data in shop_db belongs to the user 70 of the container shop-db-1, and PostgreSQL runs as 999 in postgres:18; nothing was changed; images on Alpine also sort text in another way, /,
  );
  const image = "redis:8";
  const redis = await attempt({ engine: "redis", has: "REDIS_VERSION=8.0.2", image, owner: 1001 });
  expect(redis).toContain(
    "docker run --rm --user 0 -v shop_db:/data --entrypoint chown redis:8 -R 999 /data",
  );
});
