import type Docker from "dockerode";

import { labelsFromMap } from "../labels";
import type { Live } from "../schema/settle";
import type { ContainerInputs } from "./fields";

type Host = Docker.HostConfig;

/** Published ports, by the port within the container. */
export function portsOf({ Ports: ports }: { Ports?: Docker.PortMap | null }) {
  const numbers = Object.keys(ports ?? {}).sort(
    (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10),
  );
  return numbers.flatMap((port) => {
    const [internal, protocol = "tcp"] = port.split("/");
    return (ports?.[port] ?? []).map(({ HostIp, HostPort }) => ({
      internal: Number(internal),
      external: Number(HostPort),
      ip: HostIp ?? "",
      protocol,
    }));
  });
}

export function networksOf({
  Networks: networks,
}: {
  Networks?: Docker.EndpointSettings | object;
}) {
  const byName = Object.entries(networks ?? {}) as [string, Docker.NetworkInfo & Endpoint][];
  return byName.map(([networkName, network]) => ({
    networkName,
    ipAddress: network.IPAddress,
    ipPrefixLength: network.IPPrefixLen,
    gateway: network.Gateway,
    globalIpv6Address: network.GlobalIPv6Address,
    globalIpv6PrefixLength: network.GlobalIPv6PrefixLen,
    ipv6Gateway: network.IPv6Gateway,
    macAddress: network.MacAddress,
  }));
}

interface Endpoint {
  GlobalIPv6Address: string;
  GlobalIPv6PrefixLen: number;
  IPv6Gateway: string;
  MacAddress: string;
}

export function hostsOf(hosts: Host["ExtraHosts"]) {
  const entries = Array.isArray(hosts) ? hosts : [];
  return entries.map((entry: string) => {
    const [host = "", ip = ""] = entry.split(":");
    return { host, ip };
  });
}

export function mountsOf(mounts: Docker.MountSettings[] = []) {
  return mounts.map((mount) => ({
    type: mount.Type,
    source: mount.Source ?? "",
    target: mount.Target,
    readOnly: mount.ReadOnly ?? false,
    bindOptions: mount.BindOptions ? { propagation: mount.BindOptions.Propagation ?? "" } : null,
    tmpfsOptions: mount.TmpfsOptions
      ? { sizeBytes: mount.TmpfsOptions.SizeBytes ?? 0, mode: mount.TmpfsOptions.Mode ?? 0 }
      : null,
    volumeOptions: mount.VolumeOptions
      ? {
          noCopy: mount.VolumeOptions.NoCopy ?? false,
          labels: labelsFromMap(mount.VolumeOptions.Labels),
          driverName: mount.VolumeOptions.DriverConfig?.Name ?? "",
          driverOptions: mount.VolumeOptions.DriverConfig?.Options ?? {},
          subpath: (mount.VolumeOptions as { Subpath?: string }).Subpath ?? "",
        }
      : null,
  }));
}

export function capabilitiesOf({ CapAdd, CapDrop }: Host) {
  return { adds: [...(CapAdd ?? [])].sort(), drops: [...(CapDrop ?? [])].sort() };
}

export function ulimitsOf({ Ulimits }: Host) {
  return (Ulimits ?? []).map((limit) => ({
    name: limit.Name ?? "",
    soft: limit.Soft ?? 0,
    hard: limit.Hard ?? 0,
  }));
}

/** The path within the container is told only where the program had given one. */
export function devicesOf({ Devices }: Host, { devices = [] }: ContainerInputs) {
  const placed = new Set(devices.filter((d) => d.containerPath).map((d) => d.hostPath));
  return (Devices ?? []).map((device: Docker.DeviceMapping) => ({
    hostPath: device.PathOnHost,
    containerPath: placed.has(device.PathOnHost) ? device.PathInContainer : "",
    permissions: device.CgroupPermissions,
  }));
}

export function ratesOf(host: Host) {
  const rates = (devices: unknown) =>
    ((devices ?? []) as { Path: string; Rate: number }[]).map(({ Path, Rate }) => ({
      path: Path,
      rate: Rate,
    }));
  return {
    deviceReadBps: rates(host.BlkioDeviceReadBps),
    deviceReadIops: rates(host.BlkioDeviceReadIOps),
    deviceWriteBps: rates(host.BlkioDeviceWriteBps),
    deviceWriteIops: rates(host.BlkioDeviceWriteIOps),
  };
}

export function requestsOf({ DeviceRequests }: Host) {
  return (DeviceRequests ?? []).map((request) => ({
    driver: request.Driver ?? "",
    count: request.Count ?? 0,
    deviceIds: request.DeviceIDs ?? [],
    capabilities: request.Capabilities?.[0] ?? [],
    options: request.Options ?? {},
  }));
}

/** Device requests that stand for GPUs, in the short form; nothing where they cannot be put so. */
export function gpusOf({ DeviceRequests: requests }: Host): Live {
  if (!requests?.length) return { gpus: "" };
  const [request] = requests;
  if (requests.length > 1 || !request) return {};
  if (request.DeviceIDs?.length) return { gpus: `device=${request.DeviceIDs.join()}` };
  const all = request.Count === -1 && request.Capabilities?.flat().includes("gpu");
  return all ? { gpus: "all" } : {};
}
