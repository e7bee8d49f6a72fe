import { buffer } from "node:stream/consumers";
import * as pulumi from "@pulumi/pulumi";
import { pack } from "tar-stream";
import { afterEach, expect, test, vi } from "vitest";
import { refuseOtherImage, type ServerImage } from "../../../deploy/checks/server-image";
import { connect } from "../../../docker/connect";
import { fakeEngine, type Routes } from "../../docker/fake-engine";

const id = { project: "shop", stack: "prod" };
const server: ServerImage = {
  key: "images.postgres",
  role: "database",
  engine: "postgres",
  image: "postgres:18",
};
const DATA = "/var/lib/postgresql";

afterEach(() => vi.restoreAllMocks());

interface There {
  /** The version of the server that runs; none does. */
  runs?: string;
  /** Paths of files that it has. */
  files?: string[];
  /** The image's /etc/passwd. */
  passwd?: string;
}

async function attempt({ runs, files = [], passwd = "postgres:x:999:999" }: There, of = server) {
  const archive = pack();
  archive.entry({ name: "passwd" }, `root:x:0:0\n${passwd}:::\n`);
  archive.finalize();
  const users = await buffer(archive);
  const envOf = (version: string) => ({ Env: ["PATH=/bin", `PG_MAJOR=${version}`] });
  const routes: Routes = {
    [`GET /images/${of.image}/json`]: () => ({ body: { Id: "sha256:18", Config: envOf("18") } }),
    "GET /containers/json": () => ({
      body: runs
        ? [{ Id: "c1", Image: `postgres:${runs}`, ImageID: `sha256:${runs}`, Labels: {} }]
        : [],
    }),
    "GET /containers/c1/json": () => ({ body: { Config: envOf(runs ?? "") } }),
    "HEAD /containers/c1/archive": ({ line }) => ({
      status: files.some((file) => decodeURIComponent(line).endsWith(`path=${file}`)) ? 200 : 404,
    }),
    "POST /containers/create": () => ({ status: 201, body: { Id: "new" } }),
    "GET /containers/new/archive": () => ({ body: users }),
    "DELETE /containers/new": () => ({ status: 204 }),
  };
  const { address, requests } = await fakeEngine(routes);
  const said = await refuseOtherImage(connect(address), of, id).then(
    () => undefined,
    ({ message }: Error) => message,
  );
  return { said, lines: requests.map(({ line }) => line) };
}

test("another version than that of the data is refused while the old server runs", async () => {
  const { said, lines } = await attempt({ runs: "17", files: [`${DATA}/17/docker/PG_VERSION`] });
  expect(said?.split("\n")).toEqual([
    "images.postgres: postgres:18 is PostgreSQL 18, and the data of this stack is of 17, which it cannot read; nothing was changed. One of:",
    "  stay with 17: pulumi config set --stack prod --path images.postgres postgres:17",
    "  move the data: ./pulumiw backup now FILE --stack prod; pulumi destroy --stack prod; remove the volume where database.keepData keeps it; and after the next up ./pulumiw backup restore FILE --stack prod",
  ]);
  expect(lines.filter((line) => !/^(GET|HEAD)/.test(line))).toEqual([]);
});

test.each<[string, There]>([
  ["that has no data", { runs: "17" }],
  [
    "whose first start never ended",
    { runs: "17", files: [`${DATA}/17/docker/PG_VERSION`, `${DATA}/.berth-first-start`] },
  ],
  [
    "whose data was moved beside it",
    { runs: "17", files: [`${DATA}/17/docker/PG_VERSION`, `${DATA}/18/docker/PG_VERSION`] },
  ],
  ["of the same version", { runs: "18" }],
  ["that is not there", {}],
])("an image may follow a server %s", async (_, there) => {
  const { said, lines } = await attempt(there);
  expect(said).toBeUndefined();
  const made = lines.filter((line) => line.startsWith("POST"));
  expect(lines.filter((line) => line.startsWith("DELETE"))).toHaveLength(made.length);
});

test("an image without the server's user is refused, by an up alone", async () => {
  const alpine = { passwd: "postgres:x:70:70" };
  const { said, lines } = await attempt(alpine, { ...server, image: "postgres:18-alpine" });
  expect(said).toBe(
    "images.postgres: postgres:18-alpine has no user 999, as whom PostgreSQL runs; nothing was changed; accepted: an image based on Debian, as the official ones are that are not called alpine: pulumi config set --stack prod --path images.postgres postgres:18",
  );
  expect(lines.at(-1)).toBe("DELETE /containers/new?v=true&force=true");
  vi.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
  expect((await attempt(alpine)).said).toBeUndefined();
});

test("a database that reads what older versions wrote is not looked at", async () => {
  const { lines } = await attempt({}, { ...server, engine: "mysql" });
  expect(lines).toEqual([]);
});
