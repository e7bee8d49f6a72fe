import type Docker from "dockerode";
import type { ServerVersions } from "../../components/databases/versions";
import { fileIn, type Holder } from "../../docker/container-file";

/**
 * The version that a container's data is of, as its files say; undefined where they say none.
 *
 * @returns "begun" for data of a first start that may be begun again.
 */
export async function versionOfData(
  container: Holder,
  { files, firstStart }: ServerVersions,
): Promise<string | undefined> {
  if (firstStart !== undefined && (await fileIn(container, firstStart)) !== undefined) return BEGUN;
  for (const { path, read } of files) {
    const content = await fileIn(container, path);
    const version = content === undefined ? undefined : read(content);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** Stands for data that may be begun again. */
export const BEGUN = "begun";

/** The same of a volume, by a container that is never started. */
export async function versionInVolume(
  docker: Docker,
  volume: string,
  image: string,
  versions: ServerVersions,
): Promise<string | undefined> {
  const container = await docker.createContainer({
    Image: image,
    Cmd: ["true"],
    HostConfig: { Binds: [`${volume}:${versions.folder}:ro,nocopy`], NetworkMode: "none" },
  });
  try {
    return await versionOfData(container, versions);
  } finally {
    await container.remove({ v: true, force: true });
  }
}

/** The value of an image's environment variable. */
export const variableOf = (
  env: readonly string[] | null | undefined,
  name: string,
): string | undefined => env?.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
