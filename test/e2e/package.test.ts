import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker, leftovers, removeProject } from "../support/docker";
import { commandOf, ENGINES, type Engine } from "../support/engines";
import { get } from "../support/http";
import { succeeded } from "../support/project";
import { type Result, run } from "../support/pulumi-cli";

const ROOT = resolve(__dirname, "../..");
const NAME = "e2e-package";
const PORT = 18570;

/** The files of `pulumi new typescript`, and a program. */
const FILES = {
  "Pulumi.yaml": `name: ${NAME}\nruntime: nodejs\nbackend: {url: "file://."}\n`,
  "package.json": JSON.stringify({ name: NAME, main: "index.ts" }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      outDir: "bin",
      target: "es2020",
      module: "node16",
      moduleResolution: "node16",
      types: ["node"],
      sourceMap: true,
      noImplicitReturns: true,
    },
    files: ["index.ts"],
  }),
  "app/Dockerfile": `FROM python:3.13-slim\nWORKDIR /srv\nCOPY index.html .\nUSER 10001:10001\n`,
  "app/index.html": "from a package\n",
  "index.ts": `import { AppImage, Backup, Job, Network, PostgreSql, Redis, WebApp } from "berth";

const id = { project: "${NAME}", stack: "dev" };
const host = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
const network = new Network("network", { id }).reference;
const image = new AppImage("image", { id, host, imageName: "app", context: "./app" }).reference;
const common = { id, host, network };
const database = new PostgreSql("database", {
  ...common,
  image: "postgres:18",
  database: "app",
  user: "app",
});
const redis = new Redis("cache", { ...common, role: "cache", image: "redis:8" });
new Backup("backup", { ...common, source: database.backupSource, schedule: "0 3 * * *", keep: 2 });
const words = ["python3", "-c", "print('a job ran')"];
const job = new Job("job", { ...common, image, command: words }, { dependsOn: redis });
const app = new WebApp("app", {
  ...common,
  image,
  server: "gunicorn",
  command: ["python3", "-m", "http.server", "8000"],
  containerPort: 8000,
  port: { address: "127.0.0.1", port: ${PORT} },
  healthPath: "/",
  rollout: "rolling",
  secrets: { token: "a-token" },
  database: [database.connection, redis.connection],
});

export const logs = job.logs;
export const url = app.publishedPort.apply((port) => \`http://localhost:\${port?.port}\`);
`,
};

/** The texts of a folder's pages, by path. */
const pagesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );

/** Folders of what `npm install` brings along with the package, and of what a new project has by itself. */
function installedBeside(): string[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const isTop = (place: string) => place.lastIndexOf("node_modules/") === 0;
  const own = Object.keys(packages).filter((place) => isTop(place) && !packages[place]?.dev);
  return [...new Set([...own, "node_modules/@types/node", "node_modules/undici-types"])].filter(
    (place) => existsSync(join(ROOT, place)),
  );
}

/** The package that is packed is the one that `npm pack` gives; its dependencies are this repository's. */
describe("the package in a program of its own", () => {
  const folder = mkdtempSync(join(tmpdir(), `${NAME}-`));
  const env = {
    PULUMI_CONFIG_PASSPHRASE: "end-to-end",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_BACKEND_URL: `file://${folder}`,
  };
  const pulumi = (engine: Engine, ...args: string[]): Promise<Result> => {
    const [command, ...words] = commandOf(engine);
    const flags = ["--stack", "dev", "--non-interactive", "--color", "never"];
    return run(command, [...words, ...args, ...flags], { cwd: folder, env });
  };
  const [first = "embedded", last = first] = [ENGINES[0], ENGINES.at(-1)];

  beforeAll(() => {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const place of installedBeside()) {
      mkdirSync(dirname(join(folder, place)), { recursive: true });
      symlinkSync(join(ROOT, place), join(folder, place));
    }
    const packed = ["pack", "--silent", "--pack-destination", folder];
    const archive = execFileSync("npm", packed, { cwd: ROOT, encoding: "utf8" }).trim();
    const into = ["-xzf", join(folder, archive.split("\n").at(-1) ?? ""), "-C", folder];
    execFileSync("tar", into);
    execFileSync("mv", ["package", "node_modules/berth"], { cwd: folder });
  });
  afterAll(async () => {
    await removeProject(NAME);
    rmSync(folder, { recursive: true });
  });

  test("has types that a strict program is checked with", () => {
    const compiler = require.resolve("typescript/bin/tsc");
    const words = [compiler, "--noEmit", "-p", folder];
    expect(execFileSync(process.execPath, words, { encoding: "utf8" })).toBe("");
  });

  test("has a reference that is what the comments say now (npm run docs:api)", () => {
    const out = join(folder, "api");
    const typedoc = join(dirname(require.resolve("typedoc/package.json")), "bin/typedoc");
    const words = ["--skipErrorChecking", "--logLevel", "Error", "--out", out];
    execFileSync(process.execPath, [typedoc, ...words], { cwd: ROOT, stdio: "inherit" });
    expect(pagesIn(join(ROOT, "docs/api"))).toEqual(pagesIn(out));
  });

  test("keeps what is not exported to itself", () => {
    const words = ["-e", 'require("berth/dist/docker/connect.js")'];
    expect(() => execFileSync(process.execPath, words, { cwd: folder, stdio: "pipe" })).toThrow(
      /ERR_PACKAGE_PATH_NOT_EXPORTED/,
    );
  });

  test("deploys, and each engine finds what the other made", async () => {
    succeeded(await pulumi(first, "stack", "init"));
    succeeded(await pulumi(first, "up", "--yes", "--skip-preview"));
    expect(await get(`http://localhost:${PORT}`)).toBe("from a package\n");
    const log = await docker.getContainer(`${NAME}-dev-job`).logs({ stdout: true });
    expect(log.toString()).toContain("a job ran");
    succeeded(await pulumi(last, "preview", "--expect-no-changes"));
    succeeded(await pulumi(last, "destroy", "--yes", "--skip-preview"));
    expect(await leftovers(NAME)).toEqual([`volume ${NAME}-dev-backups`]);
  });
});
