import { type Privileges, pidsOf, securityOf } from "./hardening";
import type { Role } from "./labels";
import type { ContainerOptions, LogOptions, Workload } from "./platforms/workload";

export type { ContainerLimits, ContainerOptions, LogOptions } from "./platforms/workload";

export const DEFAULT_LOGS: LogOptions = { driver: "json-file", maxSize: "10m", maxFile: 3 };

/** What makes one kind of container different from another. */
export interface ContainerKind extends Privileges {
  /** Seconds between SIGTERM and SIGKILL. */
  graceSeconds: number;
}

/** The part of a workload that follows from limits, logs, restart policy and hardening. */
export function workloadOf(
  options: ContainerOptions,
  role: Role,
  kind: ContainerKind,
): Omit<Workload, "image"> {
  const { id, host, restart, limits, logs = DEFAULT_LOGS, hardening } = options;
  return {
    id,
    host,
    role,
    restart,
    limits: { ...limits, pids: pidsOf(hardening, limits?.pids) },
    logs,
    graceSeconds: kind.graceSeconds,
    security: securityOf(hardening, kind),
  };
}
