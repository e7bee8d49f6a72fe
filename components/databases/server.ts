import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { userError } from "../../shared/user-error";
import { type ContainerKind, type ContainerOptions, workloadOf } from "../container-options";
import { patientCheck } from "../health-checks";
import { nameOf } from "../labels";
import { platformOf } from "../platforms";
import type { SecretFile } from "../platforms/platform";
import type { Workload } from "../platforms/workload";
import type { VolumeMount } from "../volume-mounts";

/** What every database is told. */
export interface DatabaseArgs extends ContainerOptions {
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

/** What makes one kind of server different from another. */
export interface ServerKind extends ContainerKind {
  /** The port that it listens on. */
  port: number;
  /** Arguments of the container that are its own. */
  container: Pick<Workload, "command" | "entrypoint" | "env" | "user">;
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

const ROLE = "database";

/** What the volume of a database engine's data holds. */
export const dataRole = (engine: string): string => `${engine}-data`;

/** What a database of that engine will have. */
export function databaseFootprint({
  id,
  engine,
  image,
}: Pick<DatabaseArgs, "id" | "image"> & { engine: string }) {
  const name = nameOf(id, ROLE);
  const data = nameOf(id, dataRole(engine));
  const volumes = [nameOf(id, ROLE, "secrets"), data];
  return { names: [name], hostNames: [name], volumes, data: [data], images: [image] };
}

/** Names of database components by the container that each makes, of the programs that run. */
const made = new WeakMap<pulumi.Resource, Map<string, string>>();

/**
 * Name of the container, by which it is reached on the network. Comes before anything else is made: two
 * servers of one id would have one container's name and, of the same engine, one volume, which is deleted
 * with either of them.
 *
 * @param name of the component.
 * @throws pulumi.RunError for a second one, with the way out.
 */
export function claimServerName(name: string, args: DatabaseArgs): string {
  const container = nameOf(args.id, ROLE);
  const stack = pulumi.runtime.getStackResource();
  if (!stack) return container;
  const servers = made.get(stack) ?? new Map<string, string>();
  made.set(stack, servers);
  const key = JSON.stringify([container, args.host]);
  const first = servers.get(key);
  if (first !== undefined) {
    throw userError(
      `the databases ${first} and ${name} would both have the container ${container} and its volumes; give one of them an id of its own, such as id: { project: "${args.id.project}-${name}", stack: "${args.id.stack}" }`,
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
  const { id, host, startPeriod: startSeconds = kind.startSeconds } = args;
  const platform = platformOf(args);
  const image = platform.image(`${name}-image`, args.image, host, parent);
  const files = { id, host, role: ROLE, image, files: kind.files };
  const workload: Workload = {
    ...workloadOf(args, ROLE, kind),
    labels: configLabel(args.config),
    ...kind.container,
    image,
    health: patientCheck(kind.test, startSeconds, platform.supports),
    networks: [args.network],
    volumes: kind.volumes,
    secrets: platform.secrets(`${name}-secrets`, files, parent),
  };
  // Two servers must never share a data folder, so the old one goes first.
  return platform.singleton(
    name,
    workload,
    {
      port: kind.port,
      published: args.port,
      startSeconds,
      on: "data",
      ownLabels: kind.serviceLabels,
    },
    { parent },
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
