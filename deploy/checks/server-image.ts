import type Docker from "dockerode";
import type { StackId } from "../../components";
import { type DatabaseEngineName, databaseEngine } from "../../components/databases";
import {
  formerVolumeOf,
  isNewMajor,
  isOlder,
  shortVersion,
  UPGRADE_LABEL,
  upgradeRole,
  upgradeVolumes,
  versionInTag,
} from "../../components/databases/versions";
import { isOf, labelFilter, nameOf } from "../../components/labels";
import { fileIn } from "../../docker/container-file";
import { orMissing } from "../../docker/missing";
import { isPreview } from "../../shared/preview";
import { userError } from "../../shared/user-error";
import { BEGUN, variableOf, versionInVolume, versionOfData } from "./data-version";
import { downgrade, elsewhere, interrupted, noServer, taken } from "./upgrade-words";

/** A database's image, and the setting that names it. */
export interface ServerImage {
  key: string;
  /** What the database is called in its stack. */
  role: string;
  engine: DatabaseEngineName;
  /** Its reference. */
  image: string;
  /** The volume of its data. */
  data: string;
}

/** The way of a database's data from one major version to the next. */
export interface FoundUpgrade {
  /** The versions, as people write them. */
  from: string;
  to: string;
  /** Id of the server that has the data now. */
  server: string;
}

/** What an engine has of it. */
interface There {
  image: Docker.ImageInspectInfo | undefined;
  server: { id: string; image: string; container?: Docker.ContainerInspectInfo } | undefined;
  /** Names of the engine's volumes, among others. */
  known: ReadonlySet<string>;
}

/**
 * Compares the version of a database's image with that of its data: a newer major version wants an upgrade,
 * and an older one cannot read the data, when the server that can would be gone already.
 *
 * @param known names of the volumes that the engine has.
 * @returns the upgrade that the next `up` makes; undefined where there is none to make.
 * @throws pulumi.RunError with the way back to a version, or what is accepted.
 */
export async function compareVersions(
  docker: Docker,
  server: ServerImage,
  id: StackId,
  known: ReadonlySet<string>,
): Promise<FoundUpgrade | undefined> {
  const filters = { label: labelFilter(id, server.role) };
  const [image, [runs]] = await Promise.all([
    orMissing(docker.getImage(server.image).inspect()),
    docker.listContainers({ all: true, filters }),
  ]);
  const isSame = image !== undefined && runs?.ImageID === image.Id;
  if (isSame && !known.has(upgradeVolumes(server.data).mark)) return undefined;
  const there = { image, known, server: await serverOf(docker, id, server.role, runs) };
  const found = await findUpgrade(docker, server, id, there);
  const { isNeverRoot, product, user, image: official } = databaseEngine(server.engine);
  if (!image || !isNeverRoot || isPreview()) return found;
  if (isSame || (await hasUser(docker, server.image, user))) return found;
  throw userError(
    `${server.key}: ${server.image} has no user ${user}, as whom ${product} runs; nothing was changed; accepted: an image based on Debian, as the official ones are that are not called alpine: pulumi config set --stack ${id.stack} --path ${server.key} ${official}`,
  );
}

async function findUpgrade(
  docker: Docker,
  server: ServerImage,
  id: StackId,
  there: There,
): Promise<FoundUpgrade | undefined> {
  const { versions, product } = databaseEngine(server.engine);
  const wanted = wantedVersion(server, there.image);
  if (wanted === undefined) return undefined;
  const words = {
    ...{ ...server, product, stack: id.stack, container: nameOf(id, server.role) },
    wanted: shortVersion(wanted, versions),
  };
  const { mark } = upgradeVolumes(server.data);
  if (there.known.has(mark)) {
    const { Labels } = await docker.getVolume(mark).inspect();
    const [from = "", to = ""] = (Labels?.[UPGRADE_LABEL] ?? "").split(" ");
    if (to !== words.wanted) throw userError(interrupted(words, { from, to, mark }));
    return { from, to, server: there.server?.id ?? mark };
  }
  const version = await dataVersion(docker, server, there);
  if (version === undefined || version === BEGUN) return undefined;
  const from = shortVersion(version, versions);
  const now = there.server?.image;
  if (isOlder(version, wanted, versions)) {
    throw userError(downgrade(words, { from, now, former: formerOf(server, wanted, there) }));
  }
  if (!isNewMajor(version, wanted) || versions.readsOlder) return undefined;
  if (!there.known.has(server.data)) throw userError(elsewhere(words, from));
  if (!there.server) throw userError(noServer(words, from));
  await refuseTaken(docker, server, id, version);
  return { from, to: words.wanted, server: there.server.id };
}

/** An image that is yet to be pulled is known by its tag alone. */
const wantedVersion = ({ engine, image }: ServerImage, found: There["image"]) =>
  variableOf(found?.Config.Env, databaseEngine(engine).versions.variable) ?? versionInTag(image);

/** What the data says itself, then the image that its server runs. */
async function dataVersion(
  docker: Docker,
  { engine, data, image }: ServerImage,
  { server, known, image: wanted }: There,
): Promise<string | undefined> {
  const { versions } = databaseEngine(engine);
  if (server?.container) {
    const container = docker.getContainer(server.container.Id);
    const version = await versionOfData(container, versions);
    return version ?? variableOf(server.container.Config.Env, versions.variable);
  }
  if (!known.has(data)) return server && versionInTag(server.image);
  return wanted && versionInVolume(docker, data, image, versions);
}

/** The volume that an earlier upgrade has kept of a version. */
function formerOf({ data }: ServerImage, wanted: string, { known }: There): string | undefined {
  const former = formerVolumeOf(data, wanted);
  return known.has(former) ? former : undefined;
}

/** Docker would write the copy into a volume of the same name, whosever it is. */
async function refuseTaken(docker: Docker, server: ServerImage, id: StackId, version: string) {
  const { dump, beside, mark } = upgradeVolumes(server.data);
  for (const name of [formerVolumeOf(server.data, version), dump, beside, mark]) {
    const found = await orMissing(docker.getVolume(name).inspect());
    if (found && !isOf(found.Labels, id, upgradeRole(server.role)))
      throw userError(taken(server.key, name));
  }
}

/** The server as a container here, or as a service of a Swarm. */
async function serverOf(
  docker: Docker,
  id: StackId,
  role: string,
  found: Docker.ContainerInfo | undefined,
): Promise<There["server"]> {
  const container = found && (await orMissing(docker.getContainer(found.Id).inspect()));
  // Whoever is no manager has no services, and says so with an error.
  const service = await docker
    .getService(nameOf(id, role))
    .inspect()
    .catch(() => undefined);
  const spec = service?.Spec?.TaskTemplate?.ContainerSpec;
  if (service && spec) return { id: service.ID, image: spec.Image, container };
  return container && { id: container.Id, image: found?.Image ?? container.Image, container };
}

/** Whether an image knows a user's number, by a container that is never started. */
async function hasUser(docker: Docker, image: string, user: number): Promise<boolean> {
  const container = await docker.createContainer({
    Image: image,
    Cmd: ["true"],
    HostConfig: { NetworkMode: "none" },
  });
  try {
    const users = (await fileIn(container, "/etc/passwd")) ?? "";
    return users.split("\n").some((line) => line.split(":")[2] === String(user));
  } finally {
    await container.remove({ v: true, force: true });
  }
}
