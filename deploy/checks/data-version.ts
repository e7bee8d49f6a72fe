import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { extract } from "tar-stream";
import type { ServerVersions } from "../../components/databases/versions";
import { orMissing } from "../../docker/missing";

/** What can be asked for a path in it: a container, started or not. */
type Holder = Pick<Docker.Container, "getArchive">;

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

/** Undefined where there is no such file. */
export async function fileIn(container: Holder, path: string): Promise<string | undefined> {
  const archive = await orMissing(container.getArchive({ path }));
  if (!archive) return undefined;
  for await (const entry of (archive as Readable).pipe(extract())) return text(entry);
  return undefined;
}

/** The value of an image's environment variable. */
export const variableOf = (
  env: readonly string[] | null | undefined,
  name: string,
): string | undefined => env?.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
