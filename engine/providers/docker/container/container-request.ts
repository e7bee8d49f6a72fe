import type Docker from "dockerode";

import { parseDuration } from "../durations";
import { labelsToMap } from "../labels";
import type { ContainerInputs } from "./fields";
import { hostConfig } from "./host-config";

/** The request that creates a container: what goes into the address, and what into the body. */
export interface ContainerRequest {
  query: { name?: string; platform?: string };
  body: Docker.ContainerCreateOptions;
}

export function containerRequest(inputs: ContainerInputs): ContainerRequest {
  const { mounted, binds, volumesFrom } = volumesOf(inputs);
  const exposed = (inputs.ports ?? []).map((port) => `${port.internal}/${port.protocol}`);
  const body: Docker.ContainerCreateOptions = {
    Image: inputs.image,
    Hostname: inputs.hostname,
    Domainname: inputs.domainname,
    Tty: inputs.tty ?? false,
    OpenStdin: inputs.stdinOpen ?? false,
    StopSignal: inputs.stopSignal || undefined,
    StopTimeout: inputs.stopTimeout || undefined,
    Env: given(inputs.envs),
    Cmd: given(inputs.command),
    Entrypoint: given(inputs.entrypoints),
    User: inputs.user,
    WorkingDir: inputs.workingDir,
    Labels: inputs.labels?.length ? labelsToMap(inputs.labels) : undefined,
    ExposedPorts: exposed.length ? keysOf(exposed) : undefined,
    Volumes: mounted.length ? keysOf(mounted) : undefined,
    Healthcheck: inputs.healthcheck && healthConfig(inputs.healthcheck),
    HostConfig: { ...hostConfig(inputs), Binds: given(binds), VolumesFrom: given(volumesFrom) },
  };
  return { query: { name: inputs.name, platform: inputs.platform || undefined }, body };
}

/** An endpoint of the container in a network, as `docker network connect` sends it. */
export function endpointConfig(network: NonNullable<ContainerInputs["networksAdvanced"]>[number]) {
  const options = (network.driverOpts ?? []).map((option) => {
    const [name = "", ...value] = option.split("=");
    return [name, value.join("=")] as const;
  });
  return {
    Aliases: network.aliases ?? [],
    IPAMConfig: {
      IPv4Address: network.ipv4Address || undefined,
      IPv6Address: network.ipv6Address || undefined,
      LinkLocalIPs: given(network.linkLocalIps),
    },
    MacAddress: network.macAddress || undefined,
    DriverOpts: options.length ? Object.fromEntries(options) : undefined,
    GwPriority: network.gwPriority || undefined,
  };
}

function healthConfig(healthcheck: NonNullable<ContainerInputs["healthcheck"]>) {
  return {
    Test: healthcheck.tests ?? [],
    Interval: parseDuration(healthcheck.interval ?? ""),
    Timeout: parseDuration(healthcheck.timeout ?? ""),
    StartPeriod: parseDuration(healthcheck.startPeriod ?? ""),
    // Engines before API 1.44 do not know it; left out, it is the interval.
    StartInterval: parseDuration(healthcheck.startInterval ?? "") || undefined,
    Retries: healthcheck.retries ?? 0,
  };
}

/** Volumes of the short form: paths that are mounted, what is bound there, and whose volumes come along. */
function volumesOf({ volumes = [] }: ContainerInputs) {
  const binds: string[] = [];
  const mounted: string[] = [];
  const volumesFrom: string[] = [];
  for (const volume of volumes) {
    if (volume.fromContainer) {
      volumesFrom.push(volume.fromContainer);
      continue;
    }
    const path = volume.containerPath ?? "";
    const source = volume.hostPath || volume.volumeName;
    const mode = [volume.readOnly ? "ro" : "rw", volume.selinuxRelabel].filter(Boolean).join();
    mounted.push(path);
    if (source) binds.push(`${source}:${path}:${mode}`);
  }
  return { binds, mounted, volumesFrom };
}

function given(values: string[] | undefined): string[] | undefined {
  return values?.length ? values : undefined;
}

function keysOf(names: string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
