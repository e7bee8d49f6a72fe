import type * as pulumi from "@pulumi/pulumi";
import type { HttpsArgs } from "../proxy/https";

/** A port of the host. */
export interface HostAddress {
  address: string;
  port: number;
}

/** An app's containers, however a new version takes over. */
export interface Served {
  /** Names by role. */
  containers: Record<string, pulumi.Input<string>>;
  /** Is there when the app answers. */
  ready: pulumi.CustomResource;
}

/** How an app takes its traffic, and how it is seen that it does. */
export interface ServeSpec {
  /** Name of the network that the app joins. */
  network: pulumi.Input<string>;
  /**
   * Name of the network that its database is on, where that is another one.
   *
   * @default none
   */
  dataNetwork?: pulumi.Input<string>;
  /** The port that the app listens on. */
  containerPort: number;
  /**
   * Where the host publishes it.
   *
   * @default not published
   */
  port?: HostAddress;
  /**
   * A domain that the app answers on over HTTPS; `port` then only sends there (rolling).
   *
   * @default plain HTTP
   */
  https?: HttpsArgs;
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
   * Whether two versions must never run at once, also with a rollout that is rolling: what they write to
   * takes one of them.
   *
   * @default false
   */
  stopsFirst?: boolean;
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
}
