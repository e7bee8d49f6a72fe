import { existsSync } from "node:fs";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { aptInstall } from "../shared/apt";
import { run } from "../shared/run";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Programs of the docker client, as Debian's unstable release has them. */
const PACKAGES = ["docker-compose", "docker-buildx"];

/**
 * Fetches Compose and Buildx with apt, and installs nothing but a missing keyring: the packages are
 * unpacked in a folder. Needs Debian or Ubuntu.
 *
 * @param folder is what DOCKER_CONFIG has to name for the docker client to find them.
 */
export async function fetchCompose(folder: string): Promise<void> {
  if (!existsSync(KEYRING)) await aptInstall(["debian-archive-keyring"]);
  const apt = join(folder, "apt");
  await mkdir(join(apt, "lists", "partial"), { recursive: true });
  await mkdir(join(apt, "archives", "partial"), { recursive: true });
  await writeFile(
    join(apt, "sources.list"),
    `deb [signed-by=${KEYRING}] http://deb.debian.org/debian sid main\n`,
  );
  const options = [
    `Dir::Etc::SourceList=${apt}/sources.list`,
    "Dir::Etc::SourceParts=-",
    `Dir::State::Lists=${apt}/lists`,
    `Dir::Cache::archives=${apt}/archives`,
    "Dir::Cache::pkgcache=",
    "Dir::Cache::srcpkgcache=",
    // A mirror may lag.
    "Acquire::Check-Valid-Until=false",
    "APT::Sandbox::User=root",
  ].flatMap((option) => ["-o", option]);
  await run("apt-get", [...options, "update", "-qq"]);
  await run("sh", [
    "-c",
    'cd "$1" && shift && exec apt-get "$@"',
    "sh",
    apt,
    ...options,
    "download",
    ...PACKAGES,
  ]);
  for (const file of (await readdir(apt)).filter((name) => name.endsWith(".deb"))) {
    await run("dpkg", ["-x", join(apt, file), join(apt, "root")]);
  }
  const plugins = join(apt, "root", "usr/libexec/docker/cli-plugins");
  await cp(plugins, join(folder, "cli-plugins"), { recursive: true });
}
