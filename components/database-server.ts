import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type ContainerKind, type ContainerOptions, containerInputs } from "./container-options";
import { CHECKS_SECONDS, healthCheck } from "./health-checks";
import { HealthGate } from "./health-gate";
import { nameOf } from "./labels";
import { limitPids } from "./pids-limit";
import { publish } from "./ports";
import { pulledImage } from "./pulled-image";
import { type SecretFile, SecretFiles } from "./secret-files";

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
}

/** What makes one kind of server different from another. */
export interface ServerKind extends ContainerKind {
  /** The port that it listens on. */
  port: number;
  /** Arguments of the container that are its own. */
  container: Pick<docker.ContainerArgs, "command" | "entrypoints" | "envs">;
  /** Its health check, as Docker takes it. */
  test: string[];
  /** Seconds that a start may take. */
  startSeconds: number;
  /** Its secrets, as files. */
  files: SecretFile[];
  /** Its named volumes. */
  volumes: { volumeName: pulumi.Input<string>; containerPath: string }[];
}

/** Name of the container, by which it is reached on the network. */
export function serverName({ id }: DatabaseArgs): string {
  return nameOf(id, "database");
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
): HealthGate {
  const { id, host } = args;
  const image = pulledImage(`${name}-image`, args.image, parent);
  const secrets = new SecretFiles(
    `${name}-secrets`,
    { id, host, role: "database", image, files: kind.files },
    { parent },
  );
  const common = containerInputs(args, "database", kind);
  const container = new docker.Container(
    name,
    {
      ...common,
      ...kind.container,
      name: serverName(args),
      image,
      labels: [...common.labels, secrets.label],
      healthcheck: healthCheck(kind.test, kind.startSeconds),
      networksAdvanced: [{ name: args.network }],
      ports: publish(kind.port, args.port),
      volumes: [...kind.volumes, secrets.volume],
    },
    // Two servers must never share a data folder, so the old one goes first.
    { parent, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
  );
  limitPids(name, container, args, parent);
  return new HealthGate(
    `${name}-healthy`,
    {
      host,
      containers: [{ name: serverName(args), id: container.id, networks: [args.network] }],
      timeoutSeconds: kind.startSeconds + CHECKS_SECONDS,
    },
    { parent },
  );
}

/** 32 letters and digits: strong, and nothing that SQL, a URL or a configuration file has to escape. */
export function generatedPassword(name: string, parent: pulumi.Resource): pulumi.Output<string> {
  return new random.RandomPassword(name, { length: 32, special: false }, { parent }).result;
}
