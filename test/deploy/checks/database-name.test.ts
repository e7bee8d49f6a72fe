import { expect, test } from "vitest";
import { refuseOtherName } from "../../../deploy/checks/database-name";
import type { TriedServer } from "../../../deploy/checks/tried-servers";
import { connect } from "../../../docker/connect";
import { fakeEngine, frames, type Routes } from "../../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const Labels = { "berth.project": "shop", "berth.stack": "prod", "berth.role": "database" };
const DATA = "shop-prod-postgres-data";
const server: TriedServer = {
  ...{ key: "images.postgres", place: "database", role: "database", engine: "postgres" },
  ...{ image: "postgres:18", name: "store", data: DATA },
};

interface There {
  env?: string[];
  volume?: string;
  /** What its client answers; it does not run. */
  says?: string;
  labels?: Record<string, string>;
}

const containerOf = ({
  env = ["POSTGRES_DB=shop"],
  volume = DATA,
  says,
  labels = Labels,
}: There) => ({
  ...{ Id: "c1", Config: { Env: env, Labels: labels }, Mounts: [{ Name: volume }] },
  State: { Running: says !== undefined },
});

async function attempt(of: TriedServer, routes: Routes) {
  const { address, requests } = await fakeEngine(routes);
  const tried = refuseOtherName(connect(address), of, id).then(
    () => undefined,
    ({ message }: Error) => message,
  );
  return { said: await tried, requests };
}

const inContainer = (there: There): Routes => ({
  "GET /containers/shop-prod-database/json": () => ({ body: containerOf(there) }),
  ...execOf("c1", there.says),
});

const execOf = (container: string, says = ""): Routes => ({
  [`POST /containers/${container}/exec`]: () => ({ status: 201, body: { Id: "x1" } }),
  "POST /exec/x1/start": () => ({ body: frames(says) }),
  "GET /exec/x1/json": () => ({ body: { ExitCode: 0 } }),
});

const REFUSED = [
  "database.name: the data of this stack is in the database shop of its PostgreSQL server, which has none called store; nothing was changed. One of:",
  "  stay with it: pulumi config set --stack prod --path database.engine postgres && pulumi config set --stack prod --path database.name shop",
  "  take the data along: ./pulumiw backup now FILE --database database --stack prod; make the new one as below, pulumi up --stack prod, and ./pulumiw backup restore FILE --database database --stack prod",
  `  begin with an empty one: ./pulumiw db database --stack prod --admin -- --command='CREATE DATABASE "store"'`,
].join("\n");

test.each<[string, There]>([
  ["that has none of the new one", { says: "" }],
  ["that does not run", {}],
])("another name is refused for a server %s", async (_, there) => {
  expect((await attempt(server, inContainer(there))).said).toBe(REFUSED);
});

test("another name is refused for a service, whose server another node may have", async () => {
  const ContainerSpec = { Env: ["POSTGRES_DB=shop"], Mounts: [{ Source: DATA }] };
  const service = { ID: "s1", Spec: { Labels, TaskTemplate: { ContainerSpec } } };
  const routes = { "GET /services/shop-prod-database": () => ({ body: service }) };
  const elsewhere = { ...routes, "GET /containers/json": () => ({ body: [] }) };
  expect((await attempt(server, elsewhere)).said).toBe(REFUSED);
  const here = { "GET /containers/json": () => ({ body: [{ Id: "t1" }] }), ...execOf("t1", "1\n") };
  expect((await attempt(server, { ...routes, ...here })).said).toBeUndefined();
});

test.each<[string, There]>([
  ["has a database of the new name already", { says: "1\n" }],
  ["has that name", { env: ["POSTGRES_DB=store"], says: "" }],
  ["is of another engine", { env: ["MYSQL_DATABASE=shop"], says: "" }],
  ["has another volume", { volume: "shop-prod-mysql-data", says: "" }],
  ["is somebody else's", { labels: {}, says: "" }],
])("a server that %s is left alone", async (_, there) => {
  expect((await attempt(server, inContainer(there))).said).toBeUndefined();
});

test("the server is asked by its own client", async () => {
  const mysql = { ...server, engine: "mysql", data: "shop-prod-mysql-data" } as const;
  const there = { env: ["MYSQL_DATABASE=shop"], volume: mysql.data, says: "" };
  const { said, requests } = await attempt(mysql, inContainer(there));
  expect(said).toContain("--admin -- --execute='CREATE DATABASE store'");
  const asked = requests.find(({ line }) => line.endsWith("/exec"))?.body.toString() ?? "{}";
  expect(JSON.parse(asked).Cmd.slice(-1)).toEqual([
    "--execute=SELECT 1 FROM information_schema.schemata WHERE schema_name = 'store'",
  ]);
});

test("a database without a name, as Redis's, is not asked for", async () => {
  expect((await attempt({ ...server, engine: "redis" }, {})).requests).toEqual([]);
});
