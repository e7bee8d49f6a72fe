import type * as pulumi from "@pulumi/pulumi";
import type { Hardening, Security } from "../hardening";
import type { HealthCheck } from "../health-checks";
import type { Role, StackId } from "../labels";
import type { VolumeMount } from "../volume-mounts";
import type { Platform } from "./platform";

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
  entrypoint?: pulumi.Input<pulumi.Input<string>[]>;
  /** @default the image's own */
  command?: pulumi.Input<pulumi.Input<string>[]>;
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
  /**
   * The signal that tells it to stop.
   *
   * @default the image's own, then SIGTERM
   */
  stopSignal?: string;
  /** What is taken away from it. */
  security: Security;
  volumes?: VolumeMount[];
  /** Folders of the host, as absolute paths, that have to be there. */
  folders?: { source: string; target: string; readOnly?: boolean }[];
  /** References of the networks that it is on, the first one first. */
  networks?: pulumi.Input<string>[];
  /**
   * Names beside its own by which it is reached on them.
   *
   * @default none
   */
  aliases?: string[];
  secrets?: Secrets;
  /** What few containers are told. */
  special?: SpecialOptions;
  /**
   * Labels beside those of the stack, by which a container is replaced for a change that its other inputs
   * do not show.
   *
   * @default none
   */
  labels?: Label[];
}

/** What a program may want of the container around it. Each is the image's or the engine's own by default. */
export interface SpecialOptions {
  workingDir?: string;
  hostname?: string;
  /** Addresses by host name, for its /etc/hosts. */
  hosts?: { host: string; address: string }[];
  /** Parameters of the kernel for its namespaces. */
  sysctls?: Record<string, string>;
  ulimits?: { name: string; soft: number; hard: number }[];
  /** Size of /dev/shm, in MB. */
  sharedMemory?: number;
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
