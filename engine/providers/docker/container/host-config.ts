import type Docker from "dockerode";

import { labelsToMap } from "../labels";
import type { ContainerInputs } from "./fields";

const MEGABYTE = 1024 * 1024;

/** What of a container concerns its host: limits, mounts, ports, networks and rights. */
export function hostConfig(inputs: ContainerInputs): Docker.HostConfig {
  return {
    ...limits(inputs),
    ...rights(inputs),
    ...networking(inputs),
    AutoRemove: inputs.rm ?? false,
    RestartPolicy: restartPolicy(inputs),
    LogConfig: { Type: inputs.logDriver ?? "", Config: inputs.logOpts ?? {} },
    Mounts: (inputs.mounts ?? []).map(mountOf),
    Tmpfs: inputs.tmpfs,
    StorageOpt: inputs.storageOpts,
    Runtime: inputs.runtime,
    Init: inputs.init ?? false,
  };
}

export function restartPolicy({ restart = "no", maxRetryCount = 0 }: ContainerInputs) {
  return { Name: restart, MaximumRetryCount: maxRetryCount };
}

/** Memory is given in megabytes; -1 for the swap means no limit. */
export function memorySwap({ memorySwap }: ContainerInputs): number | undefined {
  return memorySwap && memorySwap > 0 ? memorySwap * MEGABYTE : memorySwap || undefined;
}

export function deviceRates(inputs: ContainerInputs): Docker.HostConfig {
  const rates = (devices: ContainerInputs["deviceReadBps"]) =>
    devices?.length
      ? devices.map(({ path = "", rate = 0 }) => ({ Path: path, Rate: rate }))
      : undefined;
  return {
    BlkioDeviceReadBps: rates(inputs.deviceReadBps),
    BlkioDeviceReadIOps: rates(inputs.deviceReadIops),
    BlkioDeviceWriteBps: rates(inputs.deviceWriteBps),
    BlkioDeviceWriteIOps: rates(inputs.deviceWriteIops),
  } as Docker.HostConfig;
}

function limits(inputs: ContainerInputs): Docker.HostConfig {
  const megabytes = (value: number | undefined) => (value ? value * MEGABYTE : undefined);
  return {
    Memory: megabytes(inputs.memory),
    MemoryReservation: megabytes(inputs.memoryReservation),
    MemorySwap: memorySwap(inputs),
    ShmSize: megabytes(inputs.shmSize),
    CpuShares: inputs.cpuShares || undefined,
    CpusetCpus: inputs.cpuSet || undefined,
    // `cpus` wins over the period and the quota, as they say the same in another way.
    ...(inputs.cpus
      ? { NanoCpus: Math.round(Number(inputs.cpus) * 1e9) }
      : { CpuPeriod: inputs.cpuPeriod || undefined, CpuQuota: inputs.cpuQuota || undefined }),
    Ulimits: inputs.ulimits?.map(({ name = "", soft = 0, hard = 0 }) => ({
      Name: name,
      Soft: soft,
      Hard: hard,
    })),
    ...deviceRates(inputs),
  };
}

function rights(inputs: ContainerInputs): Docker.HostConfig {
  const systemPaths = "systempaths=unconfined";
  const unconfined = inputs.securityOpts?.includes(systemPaths);
  return {
    Privileged: inputs.privileged ?? false,
    ReadonlyRootfs: inputs.readOnly ?? false,
    CapAdd: inputs.capabilities?.adds,
    CapDrop: inputs.capabilities?.drops,
    SecurityOpt: inputs.securityOpts?.filter((option) => option !== systemPaths),
    // The docker client, not the engine, translates this option.
    MaskedPaths: unconfined ? [] : undefined,
    ReadonlyPaths: unconfined ? [] : undefined,
    GroupAdd: inputs.groupAdds,
    UsernsMode: inputs.usernsMode,
    PidMode: inputs.pidMode,
    IpcMode: inputs.ipcMode,
    CgroupParent: inputs.cgroupParent,
    Sysctls: inputs.sysctls,
    Devices: inputs.devices?.map(({ hostPath = "", containerPath, permissions = "rwm" }) => ({
      PathOnHost: hostPath,
      PathInContainer: containerPath || hostPath,
      CgroupPermissions: permissions,
    })),
    DeviceRequests: deviceRequests(inputs),
    ...(inputs.cgroupnsMode ? { CgroupnsMode: inputs.cgroupnsMode } : {}),
  };
}

function networking(inputs: ContainerInputs): Docker.HostConfig {
  const bindings: Docker.PortMap = {};
  for (const { internal, external = 0, ip = "", protocol } of inputs.ports ?? []) {
    const port = `${internal}/${protocol}`;
    bindings[port] = [...(bindings[port] ?? []), { HostIp: ip, HostPort: String(external) }];
  }
  return {
    NetworkMode: inputs.networkMode,
    PortBindings: bindings,
    PublishAllPorts: inputs.publishAllPorts ?? false,
    Dns: inputs.dns,
    DnsOptions: inputs.dnsOpts,
    DnsSearch: inputs.dnsSearches,
    ExtraHosts: inputs.hosts?.map(({ host, ip }) => `${host}:${ip}`),
  };
}

function mountOf(
  mount: NonNullable<ContainerInputs["mounts"]>[number],
): Docker.MountConfig[number] {
  const { bindOptions, tmpfsOptions, volumeOptions } = mount;
  return {
    Type: mount.type as Docker.MountType,
    Source: mount.source ?? "",
    Target: mount.target ?? "",
    ReadOnly: mount.readOnly ?? false,
    ...(mount.type === "bind" && bindOptions
      ? { BindOptions: { Propagation: (bindOptions.propagation ?? "") as Docker.MountPropagation } }
      : {}),
    ...(mount.type === "tmpfs" && tmpfsOptions
      ? { TmpfsOptions: { SizeBytes: tmpfsOptions.sizeBytes ?? 0, Mode: tmpfsOptions.mode ?? 0 } }
      : {}),
    ...(mount.type === "volume" && volumeOptions
      ? { VolumeOptions: volumeOptionsOf(volumeOptions) }
      : {}),
  };
}

type VolumeOptions = NonNullable<NonNullable<ContainerInputs["mounts"]>[number]["volumeOptions"]>;

function volumeOptionsOf(options: VolumeOptions) {
  return {
    NoCopy: options.noCopy ?? false,
    Labels: labelsToMap(options.labels),
    DriverConfig: { Name: options.driverName ?? "", Options: options.driverOptions ?? {} },
    ...(options.subpath ? { Subpath: options.subpath } : {}),
  };
}

function deviceRequests({
  deviceRequests,
  gpus,
}: ContainerInputs): Docker.DeviceRequest[] | undefined {
  if (gpus) {
    const ids = /^device=(.+)$/.exec(gpus.replace(/^["']+|["']+$/g, ""))?.[1]?.split(",");
    return [{ Driver: "", Count: ids ? 0 : -1, DeviceIDs: ids, Capabilities: [["gpu"]] }];
  }
  return deviceRequests?.map(({ driver, count, deviceIds, capabilities, options }) => ({
    Driver: driver,
    Count: count,
    DeviceIDs: deviceIds,
    Capabilities: capabilities ? [capabilities] : undefined,
    Options: options,
  }));
}
