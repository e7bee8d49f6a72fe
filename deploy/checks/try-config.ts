import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import type { StackId } from "../../components";
import { databaseEngine } from "../../components/databases";
import { CONFIG_LABEL, configDigest } from "../../components/databases/server";
import { labelFilter, labelMap } from "../../components/labels";
import { demultiplex } from "../../docker/container-log";
import { userError } from "../../shared/user-error";
import type { TriedConfig } from "./tried-servers";

const FOLDER = "/tmp";
const FILE = "berth.cnf";

/**
 * Has a server read its configuration before anything is changed: the one that runs would be gone by the
 * time that the next one refuses to start. What runs already is not tried again.
 *
 * @throws pulumi.RunError with the server's own words.
 */
export async function tryConfig(
  docker: Docker,
  { key, role, engine, config, image }: TriedConfig,
  id: StackId,
): Promise<void> {
  if (await runsAlready(docker, { role, image, config }, id)) return;
  const { user, config: configuration } = databaseEngine(engine);
  const container = await docker.createContainer({
    Image: image,
    User: String(user),
    Entrypoint: ["sh", "-c", configuration.check(`${FOLDER}/${FILE}`)],
    Labels: labelMap(id, "config-check"),
    HostConfig: { NetworkMode: "none" },
  });
  try {
    const archive = pack();
    archive.entry({ name: FILE, mode: 0o444 }, configuration.file(config));
    archive.finalize();
    await container.putArchive(archive.pipe(new PassThrough()), { path: FOLDER });
    await container.start();
    const { StatusCode: code } = await container.wait();
    const output = demultiplex(
      await container.logs({ stdout: true, stderr: true, tail: 20 }),
    ).trim();
    if (!configuration.isRefused({ code, output })) return;
    const words = output.split("\n").map((line) => `  | ${line}`);
    const head = `${key}: ${image} refuses it; nothing was changed`;
    throw userError([head, ...words].join("\n"));
  } finally {
    await container.remove({ v: true, force: true });
  }
}

/** Whether the database runs with this image and configuration. */
export async function runsAlready(
  docker: Docker,
  { role, image, config }: Pick<TriedConfig, "role" | "image" | "config">,
  id: StackId,
): Promise<boolean> {
  const label = [...labelFilter(id, role), `${CONFIG_LABEL}=${configDigest(config)}`];
  const [found] = await docker.listContainers({ filters: { label } });
  return found !== undefined && found.ImageID === (await docker.getImage(image).inspect()).Id;
}
