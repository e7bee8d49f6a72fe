import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Docker = require("dockerode");

import { aptInstall } from "../shared/apt";
import { ended, run } from "../shared/run";
import { shellWord } from "../shared/shell-word";
import { whyNoBase } from "./base-host";
import { follow, inspectImage } from "./docker-image";
import { standInLabels } from "./labels";
import { withTempFolder } from "./temp-folder";

const SUITE = "trixie";
const REPOSITORY = "berth-standin/debian";

/** The image that every stand-in is built FROM. */
export const BASE = `${REPOSITORY}:${SUITE}`;

/** The base's files, which are made while something else goes on: its engine need not be there yet. */
export interface BaseTree {
  /** Puts them on an engine as the base image, once they are complete. */
  importInto(docker: Docker): Promise<void>;
  /** Ends the work, where nobody has taken it. */
  discard(): Promise<void>;
}

/** Makes the base image of Debian's packages and puts it on the engine; an existing one is kept. */
export async function ensureBase(docker: Docker, tree?: BaseTree): Promise<void> {
  if (await inspectImage(docker, BASE)) return;
  const reason = whyNoBaseHere();
  if (reason) throw new Error(`stand-in images cannot be built here: ${reason}`);
  await (tree ?? startBaseTree()).importInto(docker);
}

/** Why the base image cannot be made on this machine, or undefined when it can. */
export function whyNoBaseHere(): string | undefined {
  return whyNoBase({
    platform: process.platform,
    osRelease: existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "",
    userId: process.getuid?.(),
  });
}

/** Begins to make the base's files in a folder that is gone at the end, whatever that is. */
export function startBaseTree(): BaseTree {
  const discarded = new AbortController();
  let take!: (docker: Docker | undefined) => void;
  const taker = new Promise<Docker | undefined>((resolve) => {
    take = resolve;
  });
  const made = withTempFolder("berth-base-", async (folder, interrupted) => {
    const signal = AbortSignal.any([interrupted, discarded.signal]);
    const root = join(folder, "root");
    const complete = makeTree(root, signal);
    const [docker] = await Promise.all([taker, complete]);
    if (docker) await importTree(docker, root, signal);
  });
  // It may fail before anybody asks.
  made.catch(() => undefined);
  return {
    importInto: (docker) => {
      take(docker);
      return made;
    },
    discard: async () => {
      discarded.abort();
      take(undefined);
      await made.catch(() => undefined);
    },
  };
}

async function makeTree(root: string, signal: AbortSignal): Promise<void> {
  if (spawnSync("mmdebstrap", ["--version"]).status !== 0) {
    await aptInstall(["mmdebstrap", "debian-archive-keyring"]);
  }
  await bootstrap(root, signal);
}

/**
 * mmdebstrap needs half the time that debootstrap takes. It mounts /proc and /sys in the new tree: in
 * namespaces of its own, these mounts and every process end with it, so that removing the folder can
 * never reach the host's own.
 */
async function bootstrap(root: string, signal: AbortSignal): Promise<void> {
  const scripts = join(__dirname, "debian");
  const apart = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const options = ["--mode=root", "--variant=minbase", "--include=ca-certificates", "--quiet"];
  const begin = `--setup-hook=${shellWord(join(scripts, "begin.sh"))} "$1"`;
  const mirror = staleMirrorOptions().map((line) => `--aptopt=${line}`);
  await run("unshare", [...apart, "mmdebstrap", ...options, ...mirror, begin, SUITE, root], signal);
  await run(join(scripts, "finish.sh"), [root, SUITE], signal);
}

/** What this machine's apt is told of a mirror whose Release files are past their date. */
function staleMirrorOptions(): string[] {
  const { stdout } = spawnSync("apt-config", ["dump"], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => /^Acquire::Check-(Valid-Until|Date) /.test(line));
}

async function importTree(docker: Docker, root: string, signal: AbortSignal): Promise<void> {
  const args = ["--numeric-owner", "--one-file-system", "-C", root, "-c", "."];
  const tar = spawn("tar", args, { stdio: ["ignore", "pipe", "inherit"], signal });
  const labels = standInLabels(`debian:${SUITE}-slim`, `Debian ${SUITE} by mmdebstrap`);
  const changes = Object.entries(labels).map(([key, value]) => `LABEL ${key}="${value}"`);
  const options = { repo: REPOSITORY, tag: SUITE, changes: [...changes, 'CMD ["bash"]'] };
  const imported = docker.importImage(tar.stdout, options).then((stream) => follow(docker, stream));
  try {
    await Promise.all([imported, ended(tar, "tar")]);
  } catch (error) {
    // Half a tree would be taken for the base by every later build.
    await docker
      .getImage(BASE)
      .remove()
      .catch(() => undefined);
    throw error;
  }
}
