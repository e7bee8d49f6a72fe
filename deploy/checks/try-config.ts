import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import type { StackId } from "../../components";
import { CONFIG_LABEL, configDigest } from "../../components/database-server";
import { labelFilter, labelMap } from "../../components/labels";
import { optionFile } from "../../components/option-file";
import { demultiplex } from "../../docker/container-log";
import { userError } from "../../shared/user-error";
import type { ServerConfig } from "./server-config";

export interface TriedConfig extends ServerConfig {
  /** Reference of the server's image, which the engine has. */
  image: string;
}

const FILE = "berth.cnf";

/** The number of the server's user in the official images. */
const USER = "999";

/** What reads the configuration and ends; a Redis that is to listen nowhere ends by itself. */
const READERS = {
  // From 8.0.16 on; a newer one's --help says nothing of variables that it does not know.
  mysql: `if mysqld --no-defaults --validate-config 2>/dev/null; then set -- --validate-config; else set -- --verbose --help; fi
mysqld --defaults-extra-file=/tmp/${FILE} "$@" >/dev/null`,
  mariadb: `mariadbd --defaults-extra-file=/tmp/${FILE} --verbose --help >/dev/null`,
  redis: `timeout 5 redis-server /tmp/${FILE} --port 0 --unixsocket '' --dir /tmp --appendonly no --save ''`,
};

/**
 * Has a server read its configuration before anything is changed: the one that runs would be gone by the
 * time that the next one refuses to start. What runs already is not tried again.
 *
 * @throws pulumi.RunError with the server's own words.
 */
export async function tryConfig(
  docker: Docker,
  { engine, config, image }: TriedConfig,
  id: StackId,
): Promise<void> {
  if (await runsAlready(docker, { image, config }, id)) return;
  const container = await docker.createContainer({
    Image: image,
    User: USER,
    Entrypoint: ["sh", "-c", READERS[engine]],
    Labels: labelMap(id, "config-check"),
    HostConfig: { NetworkMode: "none" },
  });
  try {
    const archive = pack();
    const lines = engine === "redis" ? config : optionFile(config);
    archive.entry({ name: FILE, mode: 0o444 }, lines);
    archive.finalize();
    await container.putArchive(archive.pipe(new PassThrough()), { path: "/tmp" });
    await container.start();
    const { StatusCode: code } = await container.wait();
    const said = demultiplex(await container.logs({ stdout: true, stderr: true, tail: 20 })).trim();
    const refuses = engine === "redis" ? said.includes("FATAL CONFIG FILE ERROR") : code !== 0;
    if (!refuses) return;
    const words = said.split("\n").map((line) => `  | ${line}`);
    const head = `database.config: ${image} refuses it; nothing was changed`;
    throw userError([head, ...words].join("\n"));
  } finally {
    await container.remove({ v: true, force: true });
  }
}

/** Whether the stack's database runs with this image and configuration. */
export async function runsAlready(
  docker: Docker,
  { image, config }: Pick<TriedConfig, "image" | "config">,
  id: StackId,
): Promise<boolean> {
  const label = [...labelFilter(id, "database"), `${CONFIG_LABEL}=${configDigest(config)}`];
  const [found] = await docker.listContainers({ filters: { label } });
  return found !== undefined && found.ImageID === (await docker.getImage(image).inspect()).Id;
}
