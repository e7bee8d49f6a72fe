import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { HealthCheck } from "../../health-checks";
import { labels } from "../../labels";
import type { VolumeMount } from "../../volume-mounts";
import type { LogOptions, SpecialOptions, Workload } from "../workload";
import type { SecretFiles } from "./secrets";
import { securityInputs, securityLabel } from "./security";

/** What every container of a workload is given, whatever its name and its ports are. */
export type ContainerInputs = Omit<docker.ContainerArgs, "name" | "ports">;

/** A workload in the docker provider's words for a container. */
export function containerInputs(workload: Workload): ContainerInputs {
  const { id, role, limits = {}, logs, env, security, graceSeconds, folders, aliases } = workload;
  // Its own: no other platform's secrets are given to it.
  const secrets = workload.secrets as SecretFiles | undefined;
  return {
    ...securityInputs(security),
    ...specialInputs(workload.special),
    image: workload.image,
    labels: [
      ...labels(id, role),
      ...securityLabel(security),
      ...(workload.labels ?? []),
      ...(secrets ? [secrets.label] : []),
    ],
    entrypoints: workload.entrypoint,
    command: workload.command,
    envs: env && Object.entries(env).map(([name, value]) => variable(name, value)),
    user: workload.user ?? security.user,
    init: workload.init,
    healthcheck: workload.health && healthInputs(workload.health),
    restart: workload.restart ?? "no",
    logDriver: logs.driver,
    logOpts: rotation(logs),
    cpus: limits.cpus === undefined ? undefined : asReadBack(limits.cpus),
    memory: limits.memory,
    // Without it Docker grants as much swap again, and the provider sees a change at each refresh.
    memorySwap: limits.memory,
    mounts: folders?.map((folder) => ({ type: "bind", ...folder })),
    volumes: workload.volumes && [
      ...volumeInputs(workload.volumes),
      ...(secrets ? [secrets.volume] : []),
    ],
    networksAdvanced: workload.networks?.map((name) => ({ name, aliases })),
    stopSignal: workload.stopSignal,
    stopTimeout: graceSeconds,
    // The provider's own stop has no grace at all unless told so.
    destroyGraceSeconds: graceSeconds,
    // Anonymous volumes that the image declares go with the container.
    removeVolumes: true,
    mustRun: true,
  };
}

const variable = (name: string, value: pulumi.Input<string>): pulumi.Input<string> =>
  typeof value === "string" ? `${name}=${value}` : pulumi.interpolate`${name}=${value}`;

export function rotation({ driver, maxSize, maxFile }: LogOptions): Record<string, string> {
  const rotates = driver === "json-file" || driver === "local";
  return rotates ? { "max-size": maxSize, "max-file": String(maxFile) } : {};
}

/** Without keys for what is not wanted: what the image or the engine says then holds. */
function specialInputs(special: SpecialOptions = {}) {
  const { hosts, sharedMemory: shmSize, ulimits, ...sameNames } = special;
  return {
    ...sameNames,
    ...(ulimits && { ulimits }),
    ...(shmSize !== undefined && { shmSize }),
    ...(hosts && { hosts: hosts.map(({ host, address }) => ({ host, ip: address })) }),
  };
}

/** Mounts in the docker provider's shape. An anonymous volume goes with its container. */
function volumeInputs(mounts: readonly VolumeMount[]) {
  return mounts.map(({ target, volume, hostPath, readOnly }) => ({
    containerPath: target,
    volumeName: volume,
    hostPath,
    readOnly,
  }));
}

const healthInputs = ({ tests, interval, timeout, startPeriod, retries }: HealthCheck) => ({
  tests,
  interval: goDuration(interval),
  timeout: goDuration(timeout),
  startPeriod: goDuration(startPeriod),
  retries,
});

/** Seconds as Go prints a duration, which is how the provider reads it back: 90 is `1m30s`. */
export function goDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds}s`;
  const hours = Math.floor(minutes / 60);
  const rest = `${minutes % 60}m${seconds % 60}s`;
  return hours > 0 ? `${hours}h${rest}` : rest;
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
