import type Docker from "dockerode";

import { formatDuration } from "../durations";
import type { Live } from "../schema/settle";
import type { ContainerInputs } from "./fields";
import {
  capabilitiesOf,
  devicesOf,
  gpusOf,
  hostsOf,
  mountsOf,
  networksOf,
  portsOf,
  ratesOf,
  requestsOf,
  ulimitsOf,
} from "./state-blocks";

const MEGABYTE = 1024 * 1024;

/** Fields of newer engines that the types of dockerode do not know. */
type Inspected = Docker.ContainerInspectInfo & {
  Config: { StopSignal?: string; StopTimeout?: number };
  NetworkSettings: { Bridge?: string };
};

/**
 * What the inspection of a container says in the words of its outputs. As in the official provider
 * environment, labels, attached networks and short-form volumes are not read back: the image mixes in
 * its own. `state` tells which of the others were ever set.
 */
export function containerState(container: Inspected, state: ContainerInputs): Live {
  const { Config: config, HostConfig: host, NetworkSettings: network, State: status } = container;
  const megabytes = (bytes: number | undefined) => Math.trunc((bytes ?? 0) / MEGABYTE);
  const live: Live = {
    name: container.Name.replace(/^\/+/, ""),
    image: state.image?.startsWith("sha256:") ? container.Image : config.Image,
    rm: host.AutoRemove ?? false,
    readOnly: host.ReadonlyRootfs ?? false,
    hostname: config.Hostname,
    domainname: config.Domainname,
    command: config.Cmd ?? [],
    entrypoints: listOf(config.Entrypoint),
    user: config.User,
    workingDir: config.WorkingDir,
    tty: config.Tty,
    stdinOpen: config.OpenStdin,
    stopSignal: config.StopSignal ?? "",
    stopTimeout: config.StopTimeout ?? 0,
    dns: host.Dns ?? [],
    dnsOpts: host.DnsOptions ?? [],
    dnsSearches: host.DnsSearch ?? [],
    hosts: hostsOf(host.ExtraHosts),
    bridge: network.Bridge ?? "",
    networkDatas: networksOf(network),
    networkMode: host.NetworkMode ?? "",
    publishAllPorts: host.PublishAllPorts ?? false,
    restart: host.RestartPolicy?.Name ?? "",
    maxRetryCount: host.RestartPolicy?.MaximumRetryCount ?? 0,
    init: host.Init ?? false,
    runtime: host.Runtime ?? "",
    platform: container.Platform,
    securityOpts: host.SecurityOpt ?? [],
    privileged: host.Privileged ?? false,
    usernsMode: host.UsernsMode ?? "",
    ipcMode: host.IpcMode ?? "",
    groupAdds: host.GroupAdd ?? [],
    sysctls: host.Sysctls ?? {},
    storageOpts: host.StorageOpt ?? {},
    tmpfs: host.Tmpfs ?? {},
    mounts: mountsOf(host.Mounts),
    logDriver: host.LogConfig?.Type ?? "",
    logOpts: given(state.logOpts) ? (host.LogConfig?.Config ?? {}) : {},
    memory: megabytes(host.Memory),
    memoryReservation: megabytes(host.MemoryReservation),
    memorySwap: swapOf(host.MemorySwap),
    shmSize: megabytes(host.ShmSize),
    cpuShares: host.CpuShares ?? 0,
    cpuSet: host.CpusetCpus ?? "",
    ...ratesOf(host),
  };
  if (host.NanoCpus) live.cpus = decimal(host.NanoCpus);
  if (host.CapAdd?.length || host.CapDrop?.length) live.capabilities = capabilitiesOf(host);
  if (config.Healthcheck) live.healthcheck = healthOf(config.Healthcheck);
  if (given(state.pidMode)) live.pidMode = host.PidMode ?? "";
  if (given(state.ulimits)) live.ulimits = ulimitsOf(host);
  if (given(state.devices)) live.devices = devicesOf(host, state);
  if (given(state.gpus)) Object.assign(live, gpusOf(host));
  else if (given(state.deviceRequests)) live.deviceRequests = requestsOf(host);
  // A container that has exited says nothing of its ports.
  if (given(state.ports) && (status.Running || state.mustRun)) live.ports = portsOf(network);
  if (!status.Running) {
    live.exitCode = status.ExitCode;
    // Shows up as a change to `mustRun`, whose update starts the container again.
    if (state.mustRun) live.mustRun = false;
  }
  return live;
}

function given(value: string | object | undefined): boolean {
  return typeof value === "object" ? Object.keys(value).length > 0 : Boolean(value);
}

function listOf(value: string | string[] | null | undefined): string[] {
  if (typeof value === "string") return [value];
  return value ?? [];
}

function swapOf(bytes = 0): number {
  return bytes > 0 ? Math.trunc(bytes / MEGABYTE) : bytes;
}

/** Nanoseconds of a second as a decimal with at least one digit after the point. */
function decimal(nano: number): string {
  const text = (nano / 1e9).toFixed(9).replace(/0+$/, "");
  return text.endsWith(".") ? `${text}0` : text;
}

function healthOf(health: Docker.HealthConfig & { StartInterval?: number }) {
  return {
    tests: health.Test ?? [],
    interval: formatDuration(health.Interval ?? 0),
    timeout: formatDuration(health.Timeout ?? 0),
    startPeriod: formatDuration(health.StartPeriod ?? 0),
    startInterval: formatDuration(health.StartInterval ?? 0),
    retries: health.Retries ?? 0,
  };
}
