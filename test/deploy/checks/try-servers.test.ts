import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { pack } from "tar-stream";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { configDigest } from "../../../components/databases/server";
import type { FormerConfig } from "../../../deploy/checks/former-config";
import type { TriedConfig, TriedServers } from "../../../deploy/checks/tried-servers";
import { tryServers } from "../../../deploy/checks/try-servers";
import { fakeEngine, frames, type Routes } from "../../docker/fake-engine";

// What an image means for the data, and another name of it, have tests of their own.
vi.mock("../../../deploy/checks/server-image", () => ({ compareVersions: async () => undefined }));
vi.mock("../../../deploy/checks/database-name", () => ({ refuseOtherName: async () => undefined }));

const id = { project: "shop", stack: "prod" };
const mysql = { key: "images.mysql", reference: "mysql:9.7" };
const thisImage = { "GET /images/mysql:9.7/json": () => ({ body: { Id: "sha256:1" } }) };

interface Tried extends Pick<TriedServers, "pulls"> {
  config?: Omit<TriedConfig, "key" | "role">;
  former?: FormerConfig;
}

const database = {
  ...{ key: "database.config", place: "database", role: "database", name: "shop" },
  data: "shop-prod-mysql-data",
};

async function attempt({ pulls, config, former }: Tried, routes: Routes = {}) {
  const server = { ...database, engine: "mysql", image: "mysql:9.7", former } as const;
  const servers: TriedServers = {
    pulls,
    servers: [{ ...server, config: config && { ...database, ...config } }],
  };
  const { address, requests } = await fakeEngine({ ...routes, ...thisImage });
  const tried = tryServers(address, servers, id).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { said: await tried, lines: requests.map(({ line }) => line) };
}

afterEach(() => vi.restoreAllMocks());

/** A client of Docker that has logged in somewhere, or nowhere. */
function clientWith(text?: string): void {
  const folder = mkdtempSync(join(tmpdir(), "berth-docker-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  if (text !== undefined) writeFileSync(join(folder, "config.json"), text);
  vi.stubEnv("DOCKER_CONFIG", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
}

const refusing = (message: string) => ({
  "POST /images/create": () => ({ status: 500, body: { message } }),
});

test.each([
  ["database.image", "mysql:99", "manifest for mysql:99 not found: manifest unknown"],
  ["images.caddy", "registry.invalid/caddy:2", "dial tcp: lookup registry.invalid: no such host"],
])("an image of %s that cannot be pulled is told with its setting", async (key, reference, why) => {
  clientWith();
  const { said } = await attempt({ pulls: [mysql, { key, reference }] }, refusing(why));
  expect(said).toBe(`${key}: ${reference} cannot be pulled; nothing was changed: ${why}`);
});

test("a login that only the docker client has is no reason to refuse", async () => {
  const pulls = [{ key: "database.image", reference: "registry.example.com/mysql:9" }];
  clientWith('{"auths":{"registry.example.com":{}}}');
  expect((await attempt({ pulls }, refusing("denied: access forbidden"))).said).toBeUndefined();
  clientWith("{}");
  expect((await attempt({ pulls }, refusing("denied: access forbidden"))).said).toContain("denied");
});

test("what is there is not pulled, a name without a tag is one image, and a preview pulls nothing", async () => {
  const pulled = { "POST /images/create": () => ({ body: Buffer.from("{}\n") }) };
  const pulls = [mysql, { key: "images.caddy", reference: "caddy" }];
  const { lines } = await attempt({ pulls }, pulled);
  expect(lines.filter((line) => line.startsWith("POST"))).toEqual([
    expect.stringMatching(/^POST .*fromImage=caddy&tag=latest$/),
  ]);
  vi.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(true);
  const config = { engine: "mysql", image: "mysql:9.7", config: "a=1" } as const;
  const asked = (await attempt({ pulls, config }, pulled)).lines;
  expect(asked.filter((line) => !line.startsWith("GET"))).toEqual([]);
});

/** An engine whose containers end with a code and some words. */
const ending = (StatusCode: number, words: string): Routes => ({
  "GET /containers/json": () => ({ body: [] }),
  "POST /containers/create": () => ({ status: 201, body: { Id: "c1" } }),
  "PUT /containers/c1/archive": ({ body }) =>
    body.includes("[mysqld]\nmax_al") || !body.includes("max_al") ? {} : { status: 400 },
  "POST /containers/c1/start": () => ({ status: 204 }),
  "POST /containers/c1/wait": () => ({ body: { StatusCode } }),
  "GET /containers/c1/logs": () => ({ body: frames(words) }),
  "DELETE /containers/c1": () => ({ status: 204 }),
});

const unknown = "[ERROR] unknown variable 'max_alowed_packet=1M'.\n[ERROR] Aborting\n";

test("a configuration that the server refuses is told before anything is changed", async () => {
  const config = { engine: "mysql", image: "mysql:9.7", config: "max_alowed_packet=1M" } as const;
  const { said, lines } = await attempt({ pulls: [], config }, ending(1, unknown));
  expect(said).toBe(
    [
      "database.config: mysql:9.7 refuses it; nothing was changed",
      "  | [ERROR] unknown variable 'max_alowed_packet=1M'.",
      "  | [ERROR] Aborting",
    ].join("\n"),
  );
  expect(lines.at(-1)).toBe("DELETE /containers/c1?v=true&force=true");
  expect((await attempt({ pulls: [], config }, ending(0, "a warning"))).said).toBeUndefined();
});

test("a Redis ends in any case, and its words decide", async () => {
  const config = { engine: "redis", image: "mysql:9.7", config: "maxmemory lots" } as const;
  const fatal = "*** FATAL CONFIG FILE ERROR (Redis 8.0.5) ***\n";
  expect((await attempt({ pulls: [], config }, ending(1, fatal))).said).toContain("refuses it");
  const nowhere = "Configured to not listen anywhere, exiting.\n";
  expect((await attempt({ pulls: [], config }, ending(1, nowhere))).said).toBeUndefined();
});

test("what runs already is not tried again, but by another image", async () => {
  const config = { engine: "mysql", image: "mysql:9.7", config: "a=1" } as const;
  const runs = (ImageID: string) => ({ "GET /containers/json": () => ({ body: [{ ImageID }] }) });
  const { lines } = await attempt({ pulls: [], config }, runs("sha256:1"));
  expect(decodeURIComponent(lines[0] ?? "")).toContain(`berth.config=${configDigest("a=1")}`);
  expect(lines.filter((line) => line.startsWith("POST"))).toEqual([]);
  const { lines: other } = await attempt({ pulls: [], config }, runs("sha256:2"));
  expect(other.filter((line) => line.startsWith("POST /containers/create"))).toHaveLength(1);
});

type Files = Record<string, { text: string; written?: string }>;

async function folderOf(files: Files): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: "conf.d/", type: "directory" });
  for (const [name, { text, written = "2026-01-01T00:00:00Z" }] of Object.entries(files)) {
    archive.entry({ name: `conf.d/${name}`, mtime: new Date(written) }, text);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What is said of a volume of before over an image's files. */
async function former(volume: Files, image: Files, config?: string, older: Files = {}) {
  const [ofVolume, ofImage] = [await folderOf(volume), await folderOf(image)];
  const ofOlder = await folderOf(older);
  const Labels = { "berth.project": "shop", "berth.stack": "prod" };
  return attempt(
    {
      pulls: [],
      former: {
        volume: "shop-prod-mysql-config",
        folder: "/etc/mysql/conf.d",
        image: "mysql:9.7",
        config,
      },
    },
    {
      "GET /volumes/shop-prod-mysql-config": () => ({
        body: { Labels, CreatedAt: "2026-06-01T00:00:00Z" },
      }),
      "GET /containers/json": () => ({ body: [] }),
      "GET /images/json": () => ({ body: [{ Id: "sha256:1" }, { Id: "sha256:older" }] }),
      "GET /images/sha256:older/json": () => ({ body: { Id: "sha256:older" } }),
      "POST /containers/create": ({ body }) => {
        const isOlder = body.includes("sha256:older") ? "ofOlder" : "ofImage";
        const Id = body.includes("shop-prod-mysql-config") ? "ofVolume" : isOlder;
        return { status: 201, body: { Id } };
      },
      "GET /containers/ofOlder/archive": () => ({ body: ofOlder }),
      "GET /containers/ofVolume/archive": () => ({ body: ofVolume }),
      "GET /containers/ofImage/archive": () => ({ body: ofImage }),
      "DELETE /containers/": () => ({ status: 204 }),
    },
  );
}

const own = { text: "[mysqld]\nmax_connections = 500\n" };

test("a person's files in the configuration volume of before are not lost without a word", async () => {
  const { said } = await former(
    { "a.cnf": { text: "" }, "own.cnf": own },
    { "a.cnf": { text: "" } },
  );
  const run = (program: string) =>
    `docker run --rm -v shop-prod-mysql-config:/conf --entrypoint ${program} mysql:9.7 /conf/own.cnf`;
  expect(said?.split("\n")).toEqual([
    "database.config: the volume shop-prod-mysql-config has own.cnf with settings of your own, and is not mounted any more, as it hid the files of newer images; nothing was changed. One of:",
    `  keep them: ${run("cat")} >database.cnf && pulumi config set --stack prod --path database.config ./database.cnf`,
    `  do without them: ${run("rm")}`,
  ]);
  const edited = { "a.cnf": { text: "[mysqld]\nport_x=1", written: "2026-07-01T00:00:00Z" } };
  expect((await former(edited, { "a.cnf": { text: "" } })).said).toContain("has a.cnf with");
  const grown = { "docker.cnf": { ...own, written: "2026-07-01T00:00:00Z" } };
  expect((await former(grown, {})).said).toContain("has docker.cnf with");
});

test.each<[string, Files, Files, string?, Files?]>([
  ["is empty", {}, {}],
  ["has a copy of what official images had", { "docker.cnf": own }, {}],
  ["has a copy of what an older image has", { "own.cnf": own }, {}, undefined, { "own.cnf": own }],
  ["has old copies of the image's", { "a.cnf": { text: "[mysqld]\nx=128M" } }, { "a.cnf": own }],
  ["has what the settings have now", { "own.cnf": own }, {}, "max_connections = 500\nx=1\n"],
])("a volume that %s is nothing to keep", async (_, volume, image, config, older) => {
  const { said, lines } = await former(volume, image, config, older);
  expect(said).toBeUndefined();
  const made = lines.filter((line) => line.startsWith("POST /containers/create"));
  const removed = lines.filter((line) => line.startsWith("DELETE"));
  expect(removed.length, "containers that are left").toBe(made.length);
});
