import type Docker from "dockerode";
import type { StackId } from "../../components";
import { databaseEngine } from "../../components/databases";
import {
  isOlder,
  type ServerVersions,
  shortVersion,
  versionInTag,
} from "../../components/databases/versions";
import { type Entry, readPath } from "../../docker/container-file";
import { orMissing } from "../../docker/missing";
import { userError } from "../../shared/user-error";
import { isOwn, plainName } from "./conflicts";
import { variableOf } from "./data-version";
import type { ServerImage } from "./server-image";

/** A database whose volume may be one that the stack takes over. */
export interface TakenServer extends ServerImage {
  /** The setting of the database, such as `databases.db`. */
  place: string;
  /** Name of the volume; undefined for one of the stack's own. */
  volume?: string;
}

/**
 * Refuses data that the stack's server cannot read, or that is not its user's, by the container that has it
 * now: a server of another version could change it before it fails.
 *
 * @throws pulumi.RunError with what to do.
 */
export async function refuseOtherData(
  docker: Docker,
  { key, place, engine, image: reference, volume }: TakenServer,
  id: StackId,
): Promise<void> {
  if (volume === undefined) return;
  const filters = { volume: [volume] };
  const users = await docker.listContainers({ all: true, filters });
  const former = users.find(({ Labels }) => !isOwn(Labels, id));
  if (!former || users.some(({ Labels }) => isOwn(Labels, id))) return;
  const { versions, product, user, takeOver } = databaseEngine(engine);
  const name = plainName(former);
  const before = await orMissing(docker.getContainer(former.Id).inspect());
  const image = await orMissing(docker.getImage(reference).inspect());
  const has = variableOf(before?.Config.Env, versions.variable);
  // A preview may come before the image is pulled.
  const reads = variableOf(image?.Config.Env, versions.variable) ?? versionInTag(reference);
  const set = `pulumi config set --stack ${id.stack} --path`;
  if (has && reads && !isRead(has, reads, versions)) {
    throw userError(
      `${place}.volume: the data in ${volume} is of ${product} ${shortVersion(has, versions)} (the container ${name}), and ${reference} is ${shortVersion(reads, versions)}; nothing was changed; take the data over with its own version first: ${set} ${key} ${former.Image}`,
    );
  }
  const folder = before?.Mounts.find((mount) => mount.Name === volume)?.Destination;
  const owner = folder && (await readPath(docker.getContainer(former.Id), folder, uidOf));
  if (!owner || owner === user) return;
  throw userError(
    `${place}.volume: the data in ${volume} belongs to the user ${owner} of the container ${name}, and ${product} runs as ${user} in ${reference}; nothing was changed; ${
      takeOver.sortsAsSystem
        ? `images on Alpine also sort text in another way, so carry the data over by a dump: pulumi config rm --stack ${id.stack} --path ${place}.volume, and see docs/from-compose.md`
        : `once that container is stopped, give the data to ${user}: docker run --rm --user 0 -v ${volume}:/data --entrypoint chown ${reference} -R ${user} /data`
    }`,
  );
}

const uidOf = ({ header }: Entry) => header.uid;

/** A newer server may read the data, but changes it for good, so that there were no way back. */
function isRead(data: string, server: string, versions: ServerVersions): boolean {
  if (versions.readsOlder) return !isOlder(data, server, versions);
  // A tag may say less than the image will.
  return `${shortVersion(data, versions)}.`.startsWith(`${shortVersion(server, versions)}.`);
}
