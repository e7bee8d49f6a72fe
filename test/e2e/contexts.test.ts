import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { shownPath } from "../../docker/context/file-name";
import { docker, removeProject } from "../support/docker";
import { askDocker, type DockerAnswer, RECORDED } from "../support/docker-answers";
import { ENGINES, RUNS } from "../support/engines";
import { IS_LONG_RUN, inLongRun } from "../support/long-run";
import { entriesIn } from "../support/tar-entries";
import { TinyProject } from "../support/tiny-project";

const PROJECT = "e2e-contexts";

/** As a project's own program does it: the look ahead builds, and the resource is made of that. */
const PROGRAM = `
import { AppImage } from "./components";
import { LOCAL_SOCKET } from "./docker/host";
const { tryImage } = require("${resolve(__dirname, "../../deploy/checks/try-image")}");
const args = { id: { project: "${PROJECT}", stack: "dev" }, imageName: "app", context: "./app" };
module.exports = async () => {
  await tryImage(LOCAL_SOCKET, args);
  return { image: new AppImage("image", args).reference };
};
`;

const LARGE_BYTES = 2200 * 1024 * 1024;
/** It is read and sent several times, on a machine that does other things beside. */
const LARGE_MS = 900_000;

let project: TinyProject;
afterEach(async () => {
  project?.remove();
  await removeProject(PROJECT);
});

async function contextWith(files: Record<string, string>) {
  project = new TinyProject(PROGRAM, ENGINES[0]);
  await project.run(["stack", "init", "dev"]);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(project.path("app", path)), { recursive: true });
    writeFileSync(project.path("app", path), text);
  }
}

/** What an image is made of beside its Dockerfile: path, mode and target. */
async function filesOf(image: string): Promise<string[]> {
  const container = await docker.createContainer({ Image: image, Cmd: ["none"] });
  const entries = await entriesIn(Readable.from(await container.export()));
  await container.remove();
  // Docker before 23 drops the pipe.
  const own = entries.filter(({ path }) => path.startsWith("srv/") && !path.endsWith(".pipe"));
  return own.map(({ path, mode, target }) => {
    const rights = (mode & 0o7777).toString(8);
    return `${rights} ${shownPath(path)}${target && ` -> ${target}`}`;
  });
}

describe.each(RUNS)("under $title", ({ engines }) => {
  test("an image has what docker build would give it, whatever lies in the context", async () => {
    await contextWith({
      Dockerfile: "FROM scratch\nCOPY . /srv/\n",
      ".dockerignore": "Dockerfile\n*.LOG\nDb\n**/tmp/**\n",
      "app.log": "",
      "db/shared": "",
      "a/tmp/x": "",
    });
    const app = project.path("app");
    chmodSync(`${app}/db`, 0o750);
    chmodSync(`${app}/db/shared`, 0o664);
    symlinkSync("/srv/releases/1", `${app}/current`);
    execFileSync("mkfifo", [`${app}/app.pipe`]);
    writeFileSync(Buffer.from(`${app}/caf\xe9.txt`, "latin1"), "");
    for (const [i, engine] of engines.entries()) {
      const { code, output } = await project.under(engine).run(["up", "--yes", "--skip-preview"]);
      expect(output).toContain(i === 0 ? "created" : "unchanged");
      expect(code).toBe(0);
    }
    const [{ Id = "" } = {}] = await docker.listImages({
      filters: { label: [`berth.project=${PROJECT}`] },
    });
    expect(await filesOf(Id)).toEqual([
      "644 srv/Dockerfile",
      "755 srv/a",
      "755 srv/a/tmp",
      "644 srv/app.log",
      "644 srv/caf\\xe9.txt",
      "777 srv/current -> /srv/releases/1",
      "750 srv/db",
      "664 srv/db/shared",
    ]);
  });

  test.each(inLongRun("large"))(
    "a file of more than 2 GiB is built: %s",
    async () => {
      await contextWith({
        Dockerfile: "FROM scratch\nCOPY weights.bin /srv/\n",
        "weights.bin": "",
      });
      truncateSync(project.path("app", "weights.bin"), LARGE_BYTES);
      for (const engine of engines) {
        const { code, output } = await project.under(engine).run(["up", "--yes", "--skip-preview"]);
        expect(output).toContain("weights.bin (2.3 GB)");
        expect(code).toBe(0);
      }
    },
    LARGE_MS,
  );
});

/** Docker before 28 with Buildx: later ones refuse names that are not UTF-8. */
const version = spawnSync("docker", ["version", "--format", "{{.Server.Version}}"]).stdout;
const asksBuildx = spawnSync("docker", ["buildx", "version"]).status === 0;
const canAsk = asksBuildx && Number.parseInt(String(version), 10) < 28;

describe.skipIf(!canAsk)("the docker client still answers as recorded", () => {
  const answers: DockerAnswer[] = JSON.parse(readFileSync(RECORDED, "utf8"));
  const asked = [...answers.keys()].filter((seed) => IS_LONG_RUN || seed < 3);
  test.each(asked)("context %i", (seed) => {
    expect(askDocker(seed)).toEqual(answers[seed]);
  });
});
