import type Docker from "dockerode";
import { VOLUME } from "../components/backup/kinds";
import { backedUpBy, volumeBackedUpBy } from "../components/backup/roles";
import {
  DATABASE_NAMES,
  type DatabaseEngineName,
  databaseEngine,
  MAIN_ROLE,
} from "../components/databases";
import { DATABASE_LABEL, isOf, labelFilter, nameOf, type StackId } from "../components/labels";
import { mustExecIn } from "../docker/exec";
import { orMissing } from "../docker/missing";
import { type Part, rolesOf } from "./part";

/** A stack on the engine that it is deployed to. */
export interface BackupPlace extends Part {
  docker: Docker;
  id: StackId;
}

/** Roles of the app's own parts, which are no databases' whatever they end with. */
const OF_THE_APP = /^(?:process|service|volume)-/;

/** Labels of a stack's containers and volumes, and the names of these: those that a Swarm makes have no labels. */
async function labelsOn({ docker, id }: BackupPlace) {
  const label = labelFilter(id, "").filter((one) => !one.startsWith("berth.role="));
  const [containers, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters: { label } }),
    docker.listVolumes({ filters: JSON.stringify({ label }) as never }),
  ]);
  const labels = [...containers, ...(volumes ?? [])].map((one) => one.Labels ?? {});
  return { containers, labels };
}

/** Names of those of the app's volumes that have backups here. */
export async function volumesOn(place: BackupPlace): Promise<string[]> {
  const { labels } = await labelsOn(place);
  const { Volumes: volumes } = await place.docker.listVolumes();
  const prefix = nameOf(place.id, "");
  const roles = [
    ...labels.map((one) => one["berth.role"]),
    ...(volumes ?? []).flatMap(({ Name }) =>
      Name.startsWith(prefix) ? [Name.slice(prefix.length)] : [],
    ),
  ];
  return [...new Set(roles.flatMap((role) => volumeBackedUpBy(role) ?? []))].sort();
}

/** Names of a stack's databases, as far as the engine has a server, backups or both of them. */
export async function databasesOn(place: BackupPlace): Promise<string[]> {
  const { docker, id } = place;
  const { containers, labels } = await labelsOn(place);
  const names = labels.flatMap((one) => {
    const role = one["berth.role"] ?? "";
    if (OF_THE_APP.test(role)) return [];
    const isServer =
      role === MAIN_ROLE ||
      containers.some(({ Labels }) => Labels === one && DATABASE_LABEL in one);
    return (isServer ? role : backedUpBy(role)) ?? [];
  });
  // Those that a Swarm makes have no labels.
  const shelf = await orMissing(docker.getVolume(nameOf(id, "backups")).inspect());
  return [...new Set([...(shelf ? [MAIN_ROLE] : []), ...names])].sort(
    (one, other) =>
      Number(other === MAIN_ROLE) - Number(one === MAIN_ROLE) || one.localeCompare(other),
  );
}

/** A running database server, as its container tells of it. */
export interface Server {
  /** Id of the container. */
  container: string;
  image: string;
  engine: DatabaseEngineName;
  /** Empty where the engine has no names. */
  database: string;
  /** The volume of its secrets; a service's are not in one. */
  secrets: string | undefined;
  /** Reads one of its secrets. */
  secret(name: string): Promise<string>;
}

/** One of the app's volumes. */
export interface VolumeTarget {
  engine: typeof VOLUME;
  /** Its name on the engine. */
  volume: string;
  /** An image that the engine has, with Python 3. */
  image: string;
}

/** What is backed up, and replaced by a restore. */
export type Target = Server | VolumeTarget;

/** Where a stack's backups are. */
export interface Shelf {
  /** Name of a volume, or a folder of the host. */
  from: string;
  /** An image that the engine has, with a shell. */
  image: string;
  /**
   * `UID:GID` of a folder's owner, by whom backups are written: on NFS others, root among them, may not
   * read there.
   *
   * @default root, who may read any volume
   */
  owner?: string;
}

/** The container of a role, or of the role's service; undefined where the stack has none here. */
export async function containerOf({ docker, id }: BackupPlace, role: string) {
  const found = await orMissing(docker.getContainer(nameOf(id, role)).inspect());
  if (found && isOf(found.Config.Labels, id, role)) return found;
  const [task] = await docker.listContainers({ filters: { label: labelFilter(id, role) } });
  return task && orMissing(docker.getContainer(task.Id).inspect());
}

/** Host name of another node of the Swarm that runs the role's service. */
export async function nodeOf(
  { docker, id }: BackupPlace,
  role: string,
): Promise<string | undefined> {
  const filters = JSON.stringify({ service: [nameOf(id, role)], "desired-state": ["running"] });
  // Only a manager knows; any other engine has no such service.
  const tasks = await docker.listTasks({ filters }).catch(() => []);
  const node = tasks[0]?.NodeID;
  return node && (await docker.getNode(node).inspect()).Description.Hostname;
}

/** The stack's database server; undefined where none runs. */
export async function serverOf(place: BackupPlace): Promise<Server | undefined> {
  const found = await containerOf(place, place.database ?? MAIN_ROLE);
  if (!found?.State.Running) return undefined;
  const engine =
    nameIn(found.Config.Labels[DATABASE_LABEL]) ?? (await engineOf(place.docker, found.Mounts));
  const secrets = found.Mounts.find(({ Destination }) => Destination === "/run/secrets")?.Name;
  if (!engine) return undefined;
  const { databaseVariable } = databaseEngine(engine).backup;
  const container = place.docker.getContainer(found.Id);
  return {
    container: found.Id,
    image: found.Image,
    engine,
    database: (databaseVariable && environmentOf(found, databaseVariable)) ?? "",
    secrets,
    secret: (name) => mustExecIn(container, ["cat", `/run/secrets/${name}`]),
  };
}

/**
 * One of the app's volumes, and an image that can read it; undefined where the engine has no such volume or image.
 *
 * @param python reference of an image with Python.
 */
export async function volumeOf(
  place: BackupPlace,
  python: string,
): Promise<VolumeTarget | undefined> {
  const { docker, id, volume = "" } = place;
  const found = await orMissing(docker.getVolume(nameOf(id, volume)).inspect());
  const keeper = await containerOf(place, rolesOf(place).backup);
  const image =
    keeper?.Image ?? (await firstOf(docker, [python])) ?? (await containerOf(place, "app"))?.Image;
  return found && image !== undefined ? { engine: VOLUME, volume: found.Name, image } : undefined;
}

const nameIn = (label: string | undefined): DatabaseEngineName | undefined =>
  DATABASE_NAMES.find((name) => name === label);

/** The database engine whose data is in one of a container's volumes, as the volume's label says. */
async function engineOf(
  docker: Docker,
  mounts: Docker.ContainerInspectInfo["Mounts"],
): Promise<DatabaseEngineName | undefined> {
  const named = mounts.flatMap(({ Name }) => Name ?? []);
  const volumes = await Promise.all(named.map((name) => docker.getVolume(name).inspect()));
  const labelled = volumes.map(({ Name, Labels }) => Labels?.[DATABASE_LABEL] ?? endOf(Name));
  return DATABASE_NAMES.find((name) => labelled.includes(name));
}

/**
 * Volumes of earlier versions, and those that a Swarm or a person made, have no such label: they are named
 * `project-stack-ENGINE-data`.
 */
const endOf = (volume: string) => /-([a-z]+)-data$/.exec(volume)?.[1];

/**
 * Where the stack's backups are, whether it runs or not: a volume of backups outlives its stack.
 *
 * @param images references of images that would do for looking at a volume whose stack is gone.
 */
export async function shelfOf(
  place: BackupPlace,
  images: readonly string[],
): Promise<Shelf | undefined> {
  const { backup, backups } = rolesOf(place);
  const keeper = await containerOf(place, backup);
  const folder = keeper && environmentOf(keeper, "BACKUP_FOLDER");
  const mount = keeper?.Mounts.find(
    ({ Destination }) => folder === Destination || folder?.startsWith(`${Destination}/`),
  );
  const below = folder?.slice(mount?.Destination.length);
  if (keeper && mount?.Name) return { from: mount.Name, image: keeper.Image };
  if (keeper && mount) {
    return {
      from: `${mount.Source}${below}`,
      image: keeper.Image,
      owner: keeper.Config.User || undefined,
    };
  }
  const { docker, id } = place;
  const volume = await orMissing(docker.getVolume(nameOf(id, backups)).inspect());
  if (!volume) return undefined;
  const server = await containerOf(place, place.database ?? MAIN_ROLE);
  const image = server?.Image ?? (await firstOf(docker, images));
  return image === undefined ? undefined : { from: volume.Name, image };
}

async function firstOf(docker: Docker, references: readonly string[]): Promise<string | undefined> {
  for (const reference of references) {
    const image = await orMissing(docker.getImage(reference).inspect());
    if (image) return image.Id;
  }
  return undefined;
}

function environmentOf(container: Docker.ContainerInspectInfo, name: string): string | undefined {
  const entry = container.Config.Env.find((line) => line.startsWith(`${name}=`));
  return entry?.slice(name.length + 1);
}
