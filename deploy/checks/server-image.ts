import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import { extract } from "tar-stream";
import type { StackId } from "../../components";
import { type DatabaseEngineName, databaseEngine } from "../../components/databases";
import type { ImageContract } from "../../components/databases/engine";
import { labelFilter } from "../../components/labels";
import { orMissing } from "../../docker/missing";
import { isPreview } from "../../shared/preview";
import { userError } from "../../shared/user-error";

/** A database's image, and the setting that names it. */
export interface ServerImage {
  key: string;
  /** What the database is called in its stack. */
  role: string;
  engine: DatabaseEngineName;
  /** Its reference. */
  image: string;
}

/**
 * Refuses an image that cannot take the place of the one that runs, which would be gone by the time that
 * its server refuses the data; or whose server could not start at all.
 *
 * @throws pulumi.RunError with the way to the other version, or what is accepted.
 */
export async function refuseOtherImage(
  docker: Docker,
  server: ServerImage,
  id: StackId,
): Promise<void> {
  const { key, image: reference } = server;
  const { product, user, contract, image: official } = databaseEngine(server.engine);
  const image = contract && (await orMissing(docker.getImage(reference).inspect()));
  if (!image) return;
  const filters = { label: labelFilter(id, server.role) };
  const [found] = await docker.listContainers({ all: true, filters });
  if (found?.ImageID === image.Id) return;
  const set = `pulumi config set --stack ${id.stack} --path ${key}`;
  const version = variableOf(image.Config.Env, contract.versionVariable);
  const former = found && version && (await otherData(docker, found.Id, contract, version));
  if (former) {
    const { stack } = id;
    throw userError(
      [
        `${key}: ${reference} is ${product} ${version}, and the data of this stack is of ${former}, which it cannot read; nothing was changed. One of:`,
        `  stay with ${former}: ${set} ${found.Image}`,
        `  move the data: ./pulumiw backup now FILE --stack ${stack}; pulumi destroy --stack ${stack}; remove the volume where database.keepData keeps it; and after the next up ./pulumiw backup restore FILE --stack ${stack}`,
      ].join("\n"),
    );
  }
  if (isPreview() || (await hasUser(docker, reference, user))) return;
  throw userError(
    `${key}: ${reference} has no user ${user}, as whom ${product} runs; nothing was changed; accepted: an image based on Debian, as the official ones are that are not called alpine: ${set} ${official}`,
  );
}

/** The version of a container's data where it has none of the wanted one; none where it may be begun again. */
async function otherData(
  docker: Docker,
  id: string,
  { versionVariable, dataOf, firstStart }: ImageContract,
  wanted: string,
): Promise<string | undefined> {
  const container = docker.getContainer(id);
  const version = variableOf((await orMissing(container.inspect()))?.Config.Env, versionVariable);
  if (version === undefined || version === wanted) return undefined;
  const has = async (path: string) =>
    (await orMissing(container.infoArchive({ path }))) !== undefined;
  const isOther =
    (await has(dataOf(version))) && !(await has(dataOf(wanted))) && !(await has(firstStart));
  return isOther ? version : undefined;
}

const variableOf = (env: readonly string[] | undefined, name: string): string | undefined =>
  env?.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);

/** Whether an image knows a user's number, by a container that is never started. */
async function hasUser(docker: Docker, image: string, user: number): Promise<boolean> {
  const container = await docker.createContainer({
    Image: image,
    Cmd: ["true"],
    HostConfig: { NetworkMode: "none" },
  });
  try {
    const archive = await orMissing(container.getArchive({ path: "/etc/passwd" }));
    if (!archive) return false;
    for await (const entry of (archive as Readable).pipe(extract())) {
      if ((await text(entry)).split("\n").some((line) => line.split(":")[2] === String(user))) {
        return true;
      }
    }
    return false;
  } finally {
    await container.remove({ v: true, force: true });
  }
}
