import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { userError } from "../../shared/user-error";
import { type ContainerKind, type ContainerOptions, workloadOf } from "../container-options";
import { DataVolume } from "../data-volume";
import { patientCheck } from "../health-checks";
import { DATABASE_LABEL, nameOf } from "../labels";
import { platformOf } from "../platforms";
import type { SecretFile } from "../platforms/platform";
import { FormerData, type FormerDataArgs } from "../platforms/upgrade/former-data";
import type { Workload } from "../platforms/workload";
import type { VolumeMount } from "../volume-mounts";
import { MAIN_ROLE } from "./connection";

/** What every database is told. */
export interface DatabaseArgs extends ContainerOptions {
  /**
   * What it is called in its stack, in letters that a host name may have: its container is
   * `project-stack-role`, `role` alone finds it too, and an app finds it by ROLE_HOST and the like.
   *
   * @default "database", which an app finds by MYSQL_HOST, POSTGRES_HOST or REDIS_HOST and DATABASE_URL_FILE
   */
  role?: string;
  /** Reference of an image that keeps the contract of the official one. */
  image: string;
  /** Name of the network that the database is reached on. */
  network: pulumi.Input<string>;
  /**
   * Where the host publishes the database's port.
   *
   * @default not published
   */
  port?: { address: string; port: number };
  /**
   * Whether a destroy leaves the data volume in place.
   *
   * @default false
   */
  keepData?: boolean;
  /**
   * Name of a volume that is there, with data of a server of the same version. It is never deleted.
   *
   * @default a volume of its own, `project-stack-mysql-data` and the like
   */
  volume?: string;
  /**
   * Volumes with the data as former major versions had it, and the upgrade that makes one.
   *
   * @default none
   */
  formers?: readonly FormerArgs[];
  /**
   * Lines of the server's own configuration: of an option file for MySQL and MariaDB, where those before
   * the first group are `[mysqld]`'s; of redis.conf for Redis, of postgresql.conf for PostgreSQL. They win over the image's and over what
   * follows from `limits.memory`.
   *
   * @default none
   */
  config?: string;
  /**
   * Seconds that a start may take, with all that the server imports at its first one.
   *
   * @default 120, or 60 for Redis
   */
  startPeriod?: number;
}

/** A volume with the data as a former major version had it. */
export type FormerArgs = Pick<FormerDataArgs, "volume" | "remove"> & {
  /** The upgrade that makes it, for the image that the server is to have. */
  upgrade?: Omit<NonNullable<FormerDataArgs["upgrade"]>, "image">;
};

/** What makes one kind of server different from another. */
export interface ServerKind extends ContainerKind {
  /** The database engine by its name in the registry. */
  engine: string;
  /** The port that it listens on. */
  port: number;
  /** Arguments of the container that are its own. */
  container: Pick<Workload, "command" | "entrypoint" | "env" | "init" | "user">;
  /** Labels beside those of the stack: the provider replaces a container for another one, and not for `init`. */
  labels?: { label: string; value: string }[];
  /** Its health check, as Docker takes it. */
  test: string[];
  /** Seconds that a start may take unless told otherwise. */
  startSeconds: number;
  /** Its secrets, as files. */
  files: SecretFile[];
  /** Its named volumes. */
  volumes: VolumeMount[];
  /** Labels that take part in its identity where it is not a container: another value replaces it. */
  serviceLabels?: { label: string; value: string }[];
}

/** What a database's volume with data of an engine is for: `mysql-data`, or `cache-redis-data` by its name. */
export const dataRole = (engine: string, role = MAIN_ROLE): string =>
  role === MAIN_ROLE ? `${engine}-data` : `${role}-${engine}-data`;

/** What a database of that engine will have; a volume that was there before is not made. */
export function databaseFootprint({
  id,
  engine,
  image,
  role = MAIN_ROLE,
  volume,
}: Pick<DatabaseArgs, "id" | "image" | "role" | "volume"> & { engine: string }) {
  const name = nameOf(id, role);
  const data = volume ?? nameOf(id, dataRole(engine, role));
  const volumes = [nameOf(id, role, "secrets"), ...(volume === undefined ? [data] : [])];
  return { names: [name], hostNames: [name], volumes, data: [data], images: [image] };
}

/** The volume of a database's data. */
export function dataVolume(
  name: string,
  { id, platform, role, volume: existing, keepData }: DatabaseArgs,
  engine: string,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const spec = { id, platform, role: dataRole(engine, role), database: engine, keepData, existing };
  return new DataVolume(`${name}-data`, spec, { parent }).volumeName;
}

/** Names of database components by the container that each makes, of the programs that run. */
const made = new WeakMap<pulumi.Resource, Map<string, string>>();

/**
 * Name of the container, by which it is reached on the network. Comes before anything else is made: two
 * servers of one role would have one container's name and, of the same engine, one volume, which is deleted
 * with either of them.
 *
 * @param name of the component.
 * @throws pulumi.RunError for a second one, with the way out.
 */
export function claimServerName(name: string, args: DatabaseArgs): string {
  const container = nameOf(args.id, args.role ?? MAIN_ROLE);
  const stack = pulumi.runtime.getStackResource();
  if (!stack) return container;
  const servers = made.get(stack) ?? new Map<string, string>();
  made.set(stack, servers);
  const key = JSON.stringify([container, args.host]);
  const first = servers.get(key);
  if (first !== undefined) {
    throw userError(
      `the databases ${first} and ${name} would both have the container ${container} and its volumes; give one of them a role of its own, such as role: "${name}"`,
    );
  }
  servers.set(key, name);
  return container;
}

/**
 * A database server's container with its secrets.
 *
 * @returns the gate that is there once the server was seen healthy.
 */
export function databaseServer(
  name: string,
  args: DatabaseArgs,
  kind: ServerKind,
  parent: pulumi.Resource,
): pulumi.CustomResource {
  const { id, host, role = MAIN_ROLE, startPeriod: startSeconds = kind.startSeconds } = args;
  const platform = platformOf(args);
  // That of `database` is known by its role, and by the label or the name of its volume.
  const isPlain = role === MAIN_ROLE && args.volume === undefined;
  const engineLabel = isPlain ? [] : [{ label: DATABASE_LABEL, value: kind.engine }];
  const image = platform.image(`${name}-image`, args.image, host, parent);
  const files = { id, host, role, image, files: kind.files };
  const workload: Workload = {
    ...workloadOf(args, role, kind),
    labels: [...(kind.labels ?? []), ...configLabel(args.config), ...engineLabel],
    aliases: role === MAIN_ROLE ? undefined : [role],
    ...kind.container,
    image,
    health: patientCheck(kind.test, startSeconds, platform.supports),
    networks: [args.network],
    volumes: kind.volumes,
    secrets: platform.secrets(`${name}-secrets`, files, parent),
  };
  const dependsOn = (args.formers ?? []).map(({ upgrade, ...former }) => {
    const spec = { id, host, role, data: kind.volumes[0]?.volume ?? "", ...former };
    return new FormerData(
      `${name}-${former.volume.slice(nameOf(id).length + 1)}`,
      { ...spec, keepData: args.keepData ?? false, upgrade: upgrade && { ...upgrade, image } },
      { parent },
    );
  });
  // Two servers must never share a data folder, so the old one goes first.
  return platform.singleton(
    name,
    workload,
    {
      port: kind.port,
      published: args.port,
      startSeconds,
      on: "data",
      ownLabels: [...(kind.serviceLabels ?? []), ...engineLabel],
    },
    { parent, dependsOn },
  );
}

/** By which it is known what a server runs with, which its secret files do not tell. */
export const CONFIG_LABEL = "berth.config";

/** The label's value for lines of configuration; it says nothing of them. */
export const configDigest = (config: string): string =>
  createHash("sha256").update(config).digest("hex").slice(0, 16);

const configLabel = (config: string | undefined) =>
  config === undefined ? [] : [{ label: CONFIG_LABEL, value: configDigest(config) }];

/** 32 letters and digits: strong, and nothing that SQL, a URL or a configuration file has to escape. */
export function generatedPassword(name: string, parent: pulumi.Resource): pulumi.Output<string> {
  return new random.RandomPassword(name, { length: 32, special: false }, { parent }).result;
}
