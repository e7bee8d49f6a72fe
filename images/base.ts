import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import Docker = require("dockerode");

import { whyNoBase } from "./base-host";
import { follow, inspectImage } from "./docker-image";
import { standInLabels } from "./labels";
import { ended, run } from "./run";
import { withTempFolder } from "./temp-folder";

const SUITE = "trixie";
const REPOSITORY = "berth-standin/debian";

/** The image that every stand-in is built FROM. */
export const BASE = `${REPOSITORY}:${SUITE}`;

/** Debootstraps the base image and puts it on the engine; an existing one is kept. */
export async function ensureBase(docker: Docker): Promise<void> {
  if (await inspectImage(docker, BASE)) return;
  const reason = whyNoBase({
    platform: process.platform,
    osRelease: existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "",
    userId: process.getuid?.(),
  });
  if (reason) throw new Error(`stand-in images cannot be built here: ${reason}`);
  await ensureDebootstrap();
  await withTempFolder("berth-base-", async (folder, signal) => {
    const root = join(folder, "root");
    await debootstrap(root, signal);
    await importTree(docker, root, signal);
  });
}

async function ensureDebootstrap(): Promise<void> {
  if (spawnSync("debootstrap", ["--version"]).status === 0) return;
  const install = ["install", "-y", "--no-install-recommends"];
  await run("apt-get", ["update"]);
  await run("apt-get", [...install, "debootstrap", "debian-archive-keyring"]);
}

/**
 * debootstrap mounts /proc and /sys in the new tree. In namespaces of its own, these mounts and
 * every process end with it, so that removing the folder can never reach the host's own.
 */
async function debootstrap(root: string, signal: AbortSignal): Promise<void> {
  const apart = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const options = ["--variant=minbase", "--include=ca-certificates"];
  await run("unshare", [...apart, "debootstrap", ...options, SUITE, root], signal);
  await run(join(__dirname, "debian", "finish.sh"), [root, SUITE], signal);
}

async function importTree(docker: Docker, root: string, signal: AbortSignal): Promise<void> {
  const args = ["--numeric-owner", "--one-file-system", "-C", root, "-c", "."];
  const tar = spawn("tar", args, { stdio: ["ignore", "pipe", "inherit"], signal });
  const labels = standInLabels(`debian:${SUITE}-slim`, `Debian ${SUITE} by debootstrap`);
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
