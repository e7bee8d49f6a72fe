import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerLimits, ContainerOptions } from "../container-options";
import type { DatabaseConnection } from "../databases/database";
import { type CheckTimes, checksSeconds, httpTest } from "../health-checks";
import { pulledImage } from "../platforms/docker/image";
import type { WatchedArgs } from "../platforms/docker/wait/health-gate";
import type { HttpsArgs } from "../proxy/https";
import type { VolumeMount } from "../volume-mounts";

export interface WebAppArgs extends ContainerOptions {
  /** Reference of the app's image: a pushed digest or an id. */
  image: pulumi.Input<string>;
  /** Name of the network that the app joins. */
  network: pulumi.Input<string>;
  /**
   * Name of the network that its database is on, where that is another one.
   *
   * @default none
   */
  dataNetwork?: pulumi.Input<string>;
  /** Flask's debug server, or nginx with uWSGI. */
  server: "debug" | "uwsgi";
  /** The port that the app listens on. */
  containerPort: number;
  /**
   * Where the host publishes it.
   *
   * @default not published
   */
  port?: { address: string; port: number };
  /**
   * A domain that the app answers on over HTTPS; `port` then only sends there (rolling).
   *
   * @default plain HTTP
   */
  https?: HttpsArgs;
  /** A folder of the host, as an absolute path, that is mounted on /app for live reload. */
  bindSource?: string;
  /**
   * Volumes and folders of the host, in every container of the app. On a Swarm all of them then run
   * where these are.
   *
   * @default none
   */
  volumes?: VolumeMount[];
  /** Environment variables; `docker inspect` shows them. */
  env?: Record<string, string>;
  /** Files below /run/secrets that only the app's user can read. */
  secrets?: Record<string, pulumi.Input<string>>;
  /**
   * Words of the command.
   *
   * @default the image's own
   */
  command?: string[];
  /**
   * `UID` or `UID:GID`.
   *
   * @default the image's own
   */
  user?: string;
  /**
   * Capabilities that it keeps where they are dropped, such as `NET_RAW`.
   *
   * @default none
   */
  capabilities?: string[];
  /**
   * Folders of the image that it may write to where its root is read-only, beside /tmp.
   *
   * @default none
   */
  writable?: string[];
  /** Path that answers with a status below 400 when the app is ready. */
  healthPath: string;
  /**
   * The header Host of the health check.
   *
   * @default "127.0.0.1"
   */
  healthHost?: string;
  /**
   * A check of the app's own in the place of that path, in Docker's words: `["CMD", "program", ...]` or
   * `["CMD-SHELL", "a line"]`.
   *
   * @default none
   */
  healthCommand?: string[];
  /**
   * Where the path is asked from: `container` by a program of the image, over and over; `network` by a
   * container beside it, of the Caddy image, until the gate has seen an answer (not on a Swarm).
   *
   * @default "container"
   */
  healthFrom?: "container" | "network";
  /**
   * Seconds between health checks.
   *
   * @default 2
   */
  healthInterval?: number;
  /**
   * Seconds that a health check may take.
   *
   * @default 5
   */
  healthTimeout?: number;
  /**
   * Health checks in a row that may fail.
   *
   * @default 5
   */
  healthRetries?: number;
  /**
   * Seconds that the app may take to start.
   *
   * @default 60
   */
  startPeriod?: number;
  /**
   * How many containers run.
   *
   * @default 1
   */
  replicas?: number;
  /**
   * How a new version takes over: `recreate` stops the old one first; `rolling` starts the new one
   * beside it, behind an edge that holds the port, and moves the traffic once it is healthy.
   *
   * @default "recreate"
   */
  rollout?: "recreate" | "rolling";
  /**
   * How long requests in flight may take to finish when traffic has moved, in seconds (rolling).
   *
   * @default 30
   */
  drainSeconds?: number;
  /**
   * Whether a client stays with the container that it came to first, by a cookie (rolling, or several
   * containers of one engine).
   *
   * @default false
   */
  sticky?: boolean;
  /**
   * Networks of proxies in front of the edge, such as `10.0.0.0/8`, whose X-Forwarded headers are
   * believed (rolling).
   *
   * @default none
   */
  trustedProxies?: string[];
  /**
   * Reference of the Caddy image that runs in front of a rolling app, and of several containers.
   *
   * @default "caddy:2"
   */
  caddyImage?: string;
  /** The database that the app reaches; it is healthy before the app starts. */
  database?: DatabaseConnection;
}

const START_SECONDS = 60;

/** How often the app is checked. */
export const checkTimesOf = (args: WebAppArgs): CheckTimes => ({
  interval: args.healthInterval,
  timeout: args.healthTimeout,
  retries: args.healthRetries,
});

/** How long the app may take to be healthy, or to be found unhealthy, in seconds. */
export const readySecondsOf = (args: WebAppArgs) =>
  startPeriodOf(args) + checksSeconds(checkTimesOf(args));

/**
 * How a gate watches the app's containers: what has a check of its own says itself whom it serves, and
 * what has none is asked over the network.
 */
export function watchedAs(
  name: string,
  args: WebAppArgs,
  parent: pulumi.Resource,
): Pick<WatchedArgs, "runsCheck" | "servesOthers" | "probe"> {
  const { caddyImage = "caddy:2", containerPort, healthHost: host, healthPath, network } = args;
  if (args.healthFrom !== "network") {
    return {
      // Docker's first check comes after a whole interval.
      ...(args.healthInterval !== undefined && args.healthInterval > 2 && { runsCheck: true }),
      ...(args.healthCommand === undefined && { servesOthers: true }),
    };
  }
  const test = httpTest(containerPort, healthPath, { host, timeout: args.healthTimeout });
  const image = pulledImage(`${name}-probe-image`, caddyImage, parent);
  // By its name, which the look ahead pulls: an id would be gone with a prune.
  return { probe: pulumi.output({ image: image.apply(() => caddyImage), network, test }) };
}

/** The app's start period, in seconds. */
export const startPeriodOf = ({ startPeriod = START_SECONDS }: WebAppArgs) => startPeriod;

/**
 * What stands before an app's containers is limited where they are; by how much does not change with
 * them, since nothing of it is to be replaced then.
 */
export const limitsInFront = ({ limits }: WebAppArgs): ContainerLimits | undefined =>
  limits?.cpus || limits?.memory ? { cpus: 1, memory: 512 } : undefined;

/** Names of the networks that the app's containers are on. */
export function networksOf({ network, dataNetwork }: WebAppArgs): pulumi.Input<string>[] {
  return dataNetwork === undefined ? [network] : [network, dataNetwork];
}

/** What every container of the app is given, whatever its name and its ports are. */
export type AppInputs = Omit<docker.ContainerArgs, "name" | "ports">;

/** An app's containers, however a new version takes over. */
export interface Deployed {
  /** Names by role. */
  containers: Record<string, pulumi.Input<string>>;
  /** Is there when the app answers. */
  ready: pulumi.CustomResource;
}
