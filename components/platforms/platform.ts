import type * as pulumi from "@pulumi/pulumi";
import type { Supports } from "../../shared/platforms";
import type { Hardening, Security } from "../hardening";
import type { HealthCheck } from "../health-checks";
import type { Role, StackId } from "../labels";
import type { HttpsArgs } from "../proxy/https";
import type { VolumeMount } from "../volume-mounts";

/** How much of the machine a container may use. */
export interface ContainerLimits {
  /** Number of CPUs, such as 0.5. Undefined: no limit. */
  cpus?: number;
  /** MB, without swap on top. Undefined: no limit. */
  memory?: number;
  /** Processes and threads. Undefined: no limit. */
  pids?: number;
}

/** A logging driver and its rotation. */
export interface LogOptions {
  driver: string;
  /** Size at which a file is rotated, such as `10m`. */
  maxSize: string;
  /** Number of files kept. */
  maxFile: number;
}

export interface Label {
  label: string;
  value: pulumi.Input<string>;
}

/** Secrets that a platform has made for a workload; what they are is known to that platform alone. */
export type Secrets = pulumi.ComponentResource;

/** What runs, in words that are no platform's. Each platform spells it once. */
export interface Workload {
  /** The stack that it belongs to. */
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  role: Role;
  image: pulumi.Input<string>;
  /** @default the image's own */
  entrypoint?: string[];
  /** @default the image's own */
  command?: pulumi.Input<string>[];
  env?: Record<string, pulumi.Input<string>>;
  /**
   * `UID` or `UID:GID`.
   *
   * @default what `security` says, then the image's own
   */
  user?: string;
  /**
   * Whether process 1 is one that passes signals on and takes up orphans.
   *
   * @default false
   */
  init?: boolean;
  /** @default the image's own */
  health?: HealthCheck;
  /** @default what suits the platform */
  restart?: "no" | "on-failure" | "always" | "unless-stopped";
  /** @default no limit */
  limits?: ContainerLimits;
  logs: LogOptions;
  /** Seconds between SIGTERM and SIGKILL. */
  graceSeconds: number;
  /** What is taken away from it. */
  security: Security;
  volumes?: VolumeMount[];
  /** Folders of the host, as absolute paths, that have to be there. */
  folders?: { source: string; target: string; readOnly?: boolean }[];
  /** References of the networks that it is on, the first one first. */
  networks?: pulumi.Input<string>[];
  secrets?: Secrets;
  /**
   * Labels beside those of the stack, by which a container is replaced for a change that its other inputs
   * do not show.
   *
   * @default none
   */
  labels?: Label[];
}

/** What all containers of a stack are told in the same way. */
export interface ContainerOptions {
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  /** @default "no", or "always" on a Swarm, where else nothing comes back after a node was away */
  restart?: Workload["restart"];
  /** @default no limit */
  limits?: ContainerLimits;
  /** @default json-file, 3 files of 10 MB */
  logs?: LogOptions;
  /** @default nothing */
  hardening?: Hardening;
  /**
   * What it runs on, such as the nodes of a Swarm.
   *
   * @default containers of that one engine
   */
  platform?: Platform;
}

/** A port of the host. */
export interface HostAddress {
  address: string;
  port: number;
}

/** The options of a resource that belongs to a component. */
export type ChildOptions = pulumi.CustomResourceOptions & { parent: pulumi.Resource };

export interface NetworkSpec {
  id: StackId;
  /**
   * A network for data, without a way out, which the containers of another network of the stack reach too.
   *
   * @default the stack's own network
   */
  data?: {
    /** Address of the Docker engine. */
    host: string;
    /** Reference of the other network. */
    from: pulumi.Input<string>;
  };
}

export interface JoinedNetwork {
  name: pulumi.Output<string>;
  /** What a workload joins it by. */
  reference: pulumi.Output<string>;
}

export interface VolumeSpec {
  /** The stack that the volume belongs to; names it `project-stack-role`. */
  id: StackId;
  /** What the volume holds, such as `mysql-data`. */
  role: Role;
  /** Labels beside those of the stack. */
  labels: { label: string; value: string }[];
  /** Whether the volume stays when it is deleted from the stack. */
  keep: boolean;
}

/** A file to be: its name, its content, and the number of its owner (the image's user where it is left out). */
export interface SecretFile {
  name: string;
  content: pulumi.Input<string>;
  uid?: number;
}

export interface SecretsSpec {
  id: StackId;
  /** Role of what reads them. */
  role: Role;
  /**
   * Whether other contents, or another owner, have a place of their own: a container that still serves
   * keeps what it has.
   *
   * @default false
   */
  perVersion?: boolean;
  /** Address of the Docker engine. */
  host: string;
  /** An image that the engine has: the one of the container that reads the files. */
  image: pulumi.Input<string>;
  files: SecretFile[];
}

export interface SingletonSpec {
  /** The port that it listens on. */
  port?: number;
  /**
   * Where that is published.
   *
   * @default not published
   */
  published?: HostAddress;
  /** Seconds that a start may take. */
  startSeconds: number;
  /**
   * Where it has to run: where the stack's data is, or where the folders of the engine's own host are.
   *
   * @default anywhere
   */
  on?: "data" | "host";
  /**
   * Labels that take part in its identity where it is not a container: another value replaces it.
   *
   * @default none
   */
  ownLabels?: { label: string; value: string }[];
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

export interface JobSpec {
  /**
   * Another text than at the last run makes it run again.
   *
   * @default it runs again when the workload changes
   */
  runAgain?: string;
}

export interface JobDone {
  /** Is there when the job ended with exit code 0. */
  run: pulumi.CustomResource;
  /** The command that shows what it printed. */
  logs: string;
}

/** What a stack's parts are made on. */
export interface Platform {
  /** What it does, for rules, defaults and components that have to know. */
  readonly supports: Supports;
  network(name: string, spec: NetworkSpec, parent: pulumi.Resource): JoinedNetwork;
  /** @returns the volume's name. */
  volume(name: string, spec: VolumeSpec, parent: pulumi.Resource): pulumi.Output<string>;
  /**
   * Has the engine pull an image.
   *
   * @returns what a workload names it by.
   */
  image(
    name: string,
    reference: string,
    host: string | undefined,
    parent: pulumi.Resource,
  ): pulumi.Output<string>;
  /** Makes files that one user can read, for `Workload.secrets`. */
  secrets(name: string, spec: SecretsSpec, parent: pulumi.Resource): Secrets;
  /** Runs an app: one container or several, behind an edge where a rollout is to lose nothing. */
  serve(
    name: string,
    workload: Workload,
    spec: ContainerOptions & ServeSpec,
    opts: ChildOptions,
  ): Served;
  /**
   * Runs what there is one of, under the name `project-stack-role`. A new one starts only when the old
   * one is gone.
   *
   * @returns the gate that is there once it was seen healthy.
   */
  singleton(
    name: string,
    workload: Workload,
    spec: SingletonSpec,
    opts: ChildOptions,
  ): pulumi.CustomResource;
  /** Runs something to its end, once for the same inputs. */
  job(name: string, workload: Workload, spec: JobSpec, parent: pulumi.Resource): JobDone;
}
