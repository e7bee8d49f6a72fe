import type Docker from "dockerode";
import { backedUpBy, backupRolesOf } from "../components/backup/roles";
import {
  DATABASE_NAMES,
  type DatabaseEngineName,
  databaseEngine,
  MAIN_ROLE,
} from "../components/databases";
import { DATABASE_LABEL, isOf, labelFilter, nameOf, type StackId } from "../components/labels";
import { mustExecIn } from "../docker/exec";
import { orMissing } from "../docker/missing";

/** A stack on the engine that it is deployed to. */
export interface Place {
  docker: Docker;
  id: StackId;
  /**
   * Which of its databases is meant, by its name in the stack.
   *
   * @default "database"
   */
  database?: string;
}

/** What the parts of a place's backups are called. */
export const rolesOf = ({ database }: Pick<Place, "database">) =>
  backupRolesOf(database ?? MAIN_ROLE);

/** What a command line has to say beside the stack, where another database than `database` is meant. */
export const databaseFlag = ({ database = MAIN_ROLE }: Pick<Place, "database">): string =>
  database === MAIN_ROLE ? "" : ` --database ${database}`;

/** Roles of the app's own parts, which are no databases' whatever they end with. */
const OF_THE_APP = /^(?:process|service)-/;

/** Names of a stack's databases, as far as the engine has a server, backups or both of them. */
export async function databasesOn({ docker, id }: Place): Promise<string[]> {
  const label = labelFilter(id, "").filter((one) => !one.startsWith("berth.role="));
  const [containers, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters: { label } }),
    docker.listVolumes({ filters: JSON.stringify({ label }) as never }),
  ]);
  const labels = [...containers, ...(volumes ?? [])].map((one) => one.Labels ?? {});
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
export async function containerOf({ docker, id }: Place, role: string) {
  const found = await orMissing(docker.getContainer(nameOf(id, role)).inspect());
  if (found && isOf(found.Config.Labels, id, role)) return found;
  const [task] = await docker.listContainers({ filters: { label: labelFilter(id, role) } });
  return task && orMissing(docker.getContainer(task.Id).inspect());
}

/** Host name of another node of the Swarm that runs the role's service. */
export async function nodeOf({ docker, id }: Place, role: string): Promise<string | undefined> {
  const filters = JSON.stringify({ service: [nameOf(id, role)], "desired-state": ["running"] });
  // Only a manager knows; any other engine has no such service.
  const tasks = await docker.listTasks({ filters }).catch(() => []);
  const node = tasks[0]?.NodeID;
  return node && (await docker.getNode(node).inspect()).Description.Hostname;
}

/** The stack's database server; undefined where none runs. */
export async function serverOf(place: Place): Promise<Server | undefined> {
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
export async function shelfOf(place: Place, images: readonly string[]): Promise<Shelf | undefined> {
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
