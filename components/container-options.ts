import type * as docker from "@pulumi/docker";
import { type Hardening, hardened, hardeningLabel, type Needs } from "./hardening";
import { labels, type Role, type StackId } from "./labels";
import type { SwarmOptions } from "./platforms/swarm/options";

/** How much of the machine a container may use. */
export interface ContainerLimits {
  /** Number of CPUs, such as 0.5. Undefined: no limit. */
  cpus?: number;
  /** MB, without swap on top. Undefined: no limit. */
  memory?: number;
  /** Processes and threads. Undefined: no limit. */
  pids?: number;
}

/** Docker's logging driver and its rotation. */
export interface LogOptions {
  driver: string;
  /** Size at which a file is rotated, such as `10m`. */
  maxSize: string;
  /** Number of files kept. */
  maxFile: number;
}

/** What all containers of a stack are told in the same way. */
export interface ContainerOptions {
  id: StackId;
  /** Address of the Docker engine. */
  host: string;
  /** @default "no", or "always" on a Swarm, where else nothing comes back after a node was away */
  restart?: "no" | "on-failure" | "always" | "unless-stopped";
  /** @default no limit */
  limits?: ContainerLimits;
  /** @default json-file, 3 files of 10 MB */
  logs?: LogOptions;
  /** @default nothing */
  hardening?: Hardening;
  /**
   * The Swarm that the engine manages, whose nodes run everything as services.
   *
   * @default containers of that one engine
   */
  swarm?: SwarmOptions;
}

export const DEFAULT_LOGS: LogOptions = { driver: "json-file", maxSize: "10m", maxFile: 3 };

/** What makes one kind of container different from another. */
export interface ContainerKind extends Needs {
  /** Seconds between SIGTERM and SIGKILL. */
  graceSeconds: number;
}

/** The container inputs that limits, logs, restart policy, labels and hardening come down to. */
export function containerInputs(options: ContainerOptions, role: Role, kind: ContainerKind) {
  const { limits = {}, logs = DEFAULT_LOGS, hardening } = options;
  const rotates = logs.driver === "json-file" || logs.driver === "local";
  const rotation: Record<string, string> = rotates
    ? { "max-size": logs.maxSize, "max-file": String(logs.maxFile) }
    : {};
  return {
    ...hardened(hardening, kind),
    labels: [...labels(options.id, role), ...hardeningLabel(hardening, kind)],
    restart: options.restart ?? (options.swarm ? ("always" as const) : ("no" as const)),
    logDriver: logs.driver,
    logOpts: rotation,
    cpus: limits.cpus === undefined ? undefined : asReadBack(limits.cpus),
    memory: limits.memory,
    // Without it Docker grants as much swap again, and the provider sees a change at each refresh.
    memorySwap: limits.memory,
    stopTimeout: kind.graceSeconds,
    // The provider's own stop has no grace at all unless told so.
    destroyGraceSeconds: kind.graceSeconds,
    // Anonymous volumes that the image declares go with the container.
    removeVolumes: true,
    mustRun: true,
  } satisfies Partial<docker.ContainerArgs>;
}

/**
 * A number of CPUs as the provider reads it back after a refresh: written in any other way, the
 * container would be replaced.
 *
 * Source: nanoInt64ToDecimalString in kreuzwerker/terraform-provider-docker, internal/provider/helpers.go
 */
export function asReadBack(cpus: number): string {
  const digits = cpus.toFixed(9);
  return digits.split("0").length - 1 === 9 ? cpus.toFixed(1) : digits.replace(/0+$/, "");
}
