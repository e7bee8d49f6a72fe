import type Docker from "dockerode";
import { orMissing } from "../../../docker/missing";

/** The version in the name of a volume of secrets, where each has its own. */
export const VERSION_END = /-[0-9a-f]{16}$/;

/** Label of a container that is made to write to the volume of that name. */
const WRITES = "berth.writes";

export interface MountedVolume {
  volume: string;
  /** One that the engine has. */
  image: string;
  /** Where the container has it. */
  target: string;
}

/**
 * Docker's API reads and writes a volume only through a container that mounts it; the one made here is never
 * started. It has the volume's labels and a name that follows from the volume's, whatever the version: a
 * crash leaves it behind, and it would hold the volume for ever.
 *
 * @param purpose ends its name.
 */
export async function withVolume<T>(
  docker: Docker,
  { volume, image, target }: MountedVolume,
  purpose: string,
  use: (container: Docker.Container) => Promise<T>,
): Promise<T> {
  const name = `${volume.replace(VERSION_END, "")}-${purpose}`;
  const labels = await labelsOf(docker, volume);
  await removeLeft(docker, name, { volume, labels });
  const container = await docker.createContainer({
    name,
    Image: image,
    Cmd: ["true"],
    Labels: { ...labels, [WRITES]: volume },
    HostConfig: { Binds: [`${volume}:${target}`], NetworkMode: "none" },
  });
  try {
    return await use(container);
  } finally {
    await container.remove({ v: true, force: true });
  }
}

/** A volume that is not there yet gets none: Docker makes it with the container. */
async function labelsOf(docker: Docker, volume: string): Promise<Record<string, string>> {
  const found = await orMissing(docker.getVolume(volume).inspect());
  return found?.Labels ?? {};
}

/** Removes the container that a writing which broke off has left. */
async function removeLeft(
  docker: Docker,
  name: string,
  { volume, labels }: { volume: string; labels: Record<string, string> },
) {
  const left = await orMissing(docker.getContainer(name).inspect());
  if (left?.State.Status !== "created") return;
  const wanted = Object.entries(labels);
  const has = left.Config.Labels;
  // A volume that a stack took over has no labels, by which anybody could tell whose it is.
  const isOurs =
    has[WRITES] === volume ||
    (wanted.length > 0 && wanted.every(([key, value]) => has[key] === value));
  if (isOurs) await docker.getContainer(left.Id).remove({ v: true, force: true });
}
