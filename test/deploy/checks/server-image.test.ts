import { buffer } from "node:stream/consumers";
import * as pulumi from "@pulumi/pulumi";
import { pack } from "tar-stream";
import { afterEach, expect, test, vi } from "vitest";
import { compareVersions, type ServerImage } from "../../../deploy/checks/server-image";
import { downgrade } from "../../../deploy/checks/upgrade-words";
import { connect } from "../../../docker/connect";
import { fakeEngine, type Routes } from "../../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const DATA = "shop-prod-postgres-data";
const server: ServerImage = {
  key: "images.postgres",
  role: "database",
  engine: "postgres",
  image: "postgres:18",
  data: DATA,
};
const FOLDER = "/var/lib/postgresql";

afterEach(() => vi.restoreAllMocks());

interface There {
  /** The version of the server that runs; none does. */
  runs?: string;
  /** The version of the image; it is yet to be pulled. */
  has?: string;
  /** Files of the data, with what is in them. */
  files?: Record<string, string>;
  /** The image's /etc/passwd. */
  passwd?: string;
  /** Labels of volumes. */
  volumes?: Record<string, Record<string, string>>;
  /** What the service of a Swarm has. */
  service?: string;
}

async function archiveOf(name: string, content: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
}

async function attempt(there: There, of = server) {
  const { runs, has = "18", files = {}, passwd = "postgres:x:999:999", volumes = {} } = there;
  const all = { ...files, "/etc/passwd": `root:x:0:0\n${passwd}:::\n` };
  const archives = new Map(
    await Promise.all(
      Object.entries(all).map(async ([path, text]) => [path, await archiveOf("x", text)] as const),
    ),
  );
  const fileOf = ({ line }: { line: string }) => {
    const path = new URL(line.split(" ")[1] ?? "", "http://x").searchParams.get("path") ?? "";
    const body = archives.get(path);
    return body ? { body } : { status: 404, body: {} };
  };
  const variable = { postgres: "PG_MAJOR", redis: "REDIS_VERSION" }[of.engine as "redis"];
  const envOf = (version: string) => ({ Env: ["PATH=/bin", `${variable}=${version}`] });
  const routes: Routes = {
    [`GET /images/${of.image}/json`]: () =>
      has === "" ? { status: 404 } : { body: { Id: `sha256:${has}`, Config: envOf(has) } },
    "GET /containers/json": () => ({
      body: runs
        ? [{ Id: "c1", Image: `${of.engine}:${runs}`, ImageID: `sha256:${runs}`, Labels: {} }]
        : [],
    }),
    "GET /containers/c1/json": () => ({
      body: { Id: "c1", Image: `sha256:${runs}`, Config: envOf(runs ?? "") },
    }),
    "GET /services/": () =>
      there.service
        ? {
            body: { ID: "s1", Spec: { TaskTemplate: { ContainerSpec: { Image: there.service } } } },
          }
        : { status: 503, body: { message: "This node is not a swarm manager." } },
    "GET /containers/c1/archive": fileOf,
    "GET /containers/new/archive": fileOf,
    "GET /volumes/": ({ line }) => {
      const Labels = volumes[line.split("/").at(-1) ?? ""];
      return Labels ? { body: { Labels } } : { status: 404, body: {} };
    },
    "POST /containers/create": () => ({ status: 201, body: { Id: "new" } }),
    "DELETE /containers/new": () => ({ status: 204 }),
  };
  const { address, requests } = await fakeEngine(routes);
  const known = new Set(Object.keys(volumes));
  const found = await compareVersions(connect(address), of, id, known).catch(
    ({ message }: Error) => message,
  );
  return { found, lines: requests.map(({ line }) => line) };
}

const has = (version: string) => ({ [`${FOLDER}/${version}/docker/PG_VERSION`]: `${version}\n` });
const there = { [DATA]: {} };

test("a newer major version is an upgrade from the version that the data says", async () => {
  const { found, lines } = await attempt({ runs: "17", files: has("17"), volumes: there });
  expect(found).toEqual({ from: "17", to: "18", server: "c1" });
  const made = lines.filter((line) => line.startsWith("POST"));
  expect(lines.filter((line) => line.startsWith("DELETE"))).toHaveLength(made.length);
});

test("an image that a preview does not have yet is known by its tag", async () => {
  vi.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
  const yet = { runs: "17", has: "", files: has("17"), volumes: there };
  expect((await attempt(yet)).found).toEqual({ from: "17", to: "18", server: "c1" });
  const latest = { ...server, image: "postgres:latest" };
  expect((await attempt(yet, latest)).found).toBeUndefined();
});

test.each<[string, There]>([
  ["that has no data", { runs: "17", files: { [`${FOLDER}/.berth-first-start`]: "" } }],
  [
    "whose first start never ended",
    { runs: "17", files: { ...has("17"), [`${FOLDER}/.berth-first-start`]: "" } },
  ],
  ["whose data is upgraded already", { runs: "17", files: { ...has("17"), ...has("18") } }],
  ["of the same version", { runs: "18" }],
  ["that is not there", {}],
])("an image may follow a server %s, without more ado", async (_, of) => {
  const { found, lines } = await attempt({ ...of, volumes: there });
  expect(found).toBeUndefined();
  const made = lines.filter((line) => line.startsWith("POST"));
  expect(lines.filter((line) => line.startsWith("DELETE"))).toHaveLength(made.length);
});

test("an older version is refused, with the volume that has its data where there is one", async () => {
  const older = { ...server, image: "postgres:17" };
  const newer = { runs: "18", has: "17", files: has("18") };
  const words = async (volumes: There["volumes"]) =>
    ((await attempt({ ...newer, volumes }, older)).found as string).split("\n");
  const [head, stay, move] = await words(there);
  expect(head).toBe(
    "images.postgres: postgres:17 is PostgreSQL 17, and the data of this stack is of 18, which it cannot read; nothing was changed. One of:",
  );
  expect(stay).toBe(
    "  stay with 18: pulumi config set --stack prod --path images.postgres postgres:18",
  );
  expect(move).toMatch(/^ {2}move the data: \.\/pulumiw backup now FILE --stack prod;/);
  const [, , back] = await words({ ...there, [`${DATA}-17`]: {} });
  expect(back).toContain(`the volume ${DATA}-17 has it: docker stop shop-prod-database`);
  expect(back).toContain(`-v ${DATA}-17:/from:ro -v ${DATA}:/to `);
});

test.each([
  ["postgres:18.1", "postgres:18.1"],
  // Containers are made by the id of their image.
  ["sha256:0123456789ab", "postgres:18"],
])("who is to stay with a server of %s is told to set %s", (now, told) => {
  const words = {
    ...{ key: "database.image", image: "postgres:17", product: "PostgreSQL", stack: "prod" },
    ...{ wanted: "17", container: "shop-prod-database", data: DATA },
  };
  const lines = downgrade({ ...server, ...words }, { from: "18", now, former: undefined });
  expect(lines).toContain(
    `stay with 18: pulumi config set --stack prod --path database.image ${told}\n`,
  );
});

test("Redis reads what older versions wrote, and nothing that newer ones did", async () => {
  const redis = { ...server, key: "images.redis", engine: "redis", image: "redis:8" } as const;
  const data = { volumes: there };
  expect((await attempt({ ...data, runs: "7.4.1", has: "8.0.3" }, redis)).found).toBeUndefined();
  expect((await attempt({ ...data, runs: "8.0.3", has: "7.4.1" }, redis)).found).toMatch(
    /^images.redis: redis:8 is Redis 7.4, and the data of this stack is of 8.0, /,
  );
});

test("kept data without the server that could dump it is refused with the way there", async () => {
  const { found } = await attempt({ files: has("17"), volumes: there });
  expect(found).toBe(
    `images.postgres: postgres:18 is PostgreSQL 18, and the volume ${DATA} has data of 17, which only a server of 17 can dump; nothing was changed. Start that one first: pulumi config set --stack prod --path images.postgres postgres:17 && pulumi up --stack prod; then set postgres:18 again`,
  );
});

test("a service is upgraded where its data is, and refused from another node", async () => {
  const service = "postgres:17@sha256:0a";
  const here = { service, files: has("17"), volumes: there };
  expect((await attempt(here)).found).toEqual({ from: "17", to: "18", server: "s1" });
  expect((await attempt({ service })).found).toMatch(
    /on another node than the engine that is asked; nothing was changed; deploy by/,
  );
});

test("a volume of somebody else under a name that an upgrade needs is named", async () => {
  const volumes = { ...there, [`${DATA}-17`]: { "com.docker.compose.project": "x" } };
  const { found } = await attempt({ runs: "17", files: has("17"), volumes });
  expect(found).toMatch(`the upgrade needs a volume ${DATA}-17, and there is one that is not`);
});

const MARK = { [`${DATA}-swap`]: { "berth.upgrade": "17 18" } };

test("an upgrade that was cut off while places were changed goes on, whatever is there", async () => {
  for (const runs of ["17", "18"]) {
    const { found } = await attempt({ runs, volumes: { ...there, ...MARK } });
    expect(found).toEqual({ from: "17", to: "18", server: "c1" });
  }
});

test("no other version may start on data that was put in its place by half", async () => {
  const older = { ...server, image: "postgres:17" };
  const half = { runs: "17", has: "17", volumes: { ...there, ...MARK } };
  const lines = ((await attempt(half, older)).found as string).split("\n");
  expect(lines[0]).toBe(
    "images.postgres: PostgreSQL 17 -> 18 was interrupted while the new data was put in its place, and postgres:17 is 17; nothing was changed. One of:",
  );
  expect(lines[1]).toBe(
    "  finish it: pulumi config set --stack prod --path images.postgres postgres:18 && pulumi up --stack prod",
  );
  expect(lines[2]).toContain(`docker volume rm ${DATA}-swap ${DATA}-new ${DATA}-upgrade`);
});

test("an image without the server's user is refused, by an up alone", async () => {
  const alpine = { passwd: "postgres:x:70:70" };
  const { found, lines } = await attempt(alpine, { ...server, image: "postgres:18-alpine" });
  expect(found).toBe(
    "images.postgres: postgres:18-alpine has no user 999, as whom PostgreSQL runs; nothing was changed; accepted: an image based on Debian, as the official ones are that are not called alpine: pulumi config set --stack prod --path images.postgres postgres:18",
  );
  expect(lines.at(-1)).toBe("DELETE /containers/new?v=true&force=true");
  vi.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
  expect((await attempt(alpine)).found).toBeUndefined();
});
