import type { InspectedContainer } from "./inspected";

/** What Docker takes where nobody says otherwise. */
const USUAL_SHM = 64 * 1024 ** 2;
const USUAL_PERIOD = 100_000;

const some = <T>(list: readonly T[] | null | undefined): readonly T[] | undefined =>
  list?.length ? list : undefined;
const yes = (flag: boolean | null | undefined) => flag || undefined;
const filled = <T extends object>(map: T | null | undefined): T | undefined =>
  map && Object.keys(map).length > 0 ? map : undefined;

/** What a container has of its engine, in the words of Compose; undefined for what nobody asked for. */
export function hostKeys({ HostConfig: host, NetworkSettings }: InspectedContainer, name: string) {
  return {
    restart: restartOf(host),
    cpus: host.NanoCpus
      ? host.NanoCpus / 1e9
      : host.CpuQuota && host.CpuQuota > 0
        ? host.CpuQuota / (host.CpuPeriod || USUAL_PERIOD)
        : undefined,
    mem_limit: host.Memory || undefined,
    pids_limit: host.PidsLimit && host.PidsLimit > 0 ? host.PidsLimit : undefined,
    ...networksOf(host, NetworkSettings, name),
    depends_on: linksOf(host),
    cap_add: some(host.CapAdd),
    cap_drop: some(host.CapDrop),
    privileged: yes(host.Privileged),
    read_only: yes(host.ReadonlyRootfs),
    init: yes(host.Init),
    tmpfs: some(
      Object.entries(host.Tmpfs ?? {}).map(([path, options]) =>
        options ? `${path}:${options}` : path,
      ),
    ),
    extra_hosts: hostsOf(host.ExtraHosts),
    dns: some(host.Dns),
    group_add: some(host.GroupAdd),
    ipc: /^(private|shareable|none)?$/.test(host.IpcMode ?? "") ? undefined : host.IpcMode,
    pid: host.PidMode || undefined,
    security_opt: some(host.SecurityOpt?.filter((option) => !option.startsWith("no-new-priv"))),
    shm_size: host.ShmSize && host.ShmSize !== USUAL_SHM ? host.ShmSize : undefined,
    sysctls: filled(host.Sysctls),
    ulimits: filled(
      Object.fromEntries(
        (host.Ulimits ?? []).map(({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }]),
      ),
    ),
    devices: some(host.Devices),
    gpus: some(host.DeviceRequests),
    logging:
      host.LogConfig?.Type === "json-file" && !filled(host.LogConfig.Config)
        ? undefined
        : host.LogConfig,
  };
}

type Host = InspectedContainer["HostConfig"];

function restartOf({ RestartPolicy: policy }: Host): string | undefined {
  return policy?.Name && policy.Name !== "no" ? policy.Name : undefined;
}

/** A network of Docker's own has no names; one that somebody made has. */
function networksOf(
  { NetworkMode = "default" }: Host,
  { Networks }: InspectedContainer["NetworkSettings"],
  name: string,
) {
  if (/^(host|none|container:)/.test(NetworkMode)) return { network_mode: NetworkMode };
  const own = Object.keys(Networks ?? {}).filter((network) => network !== "bridge");
  if (own.length === 0) return {};
  return { networks: Object.fromEntries(own.map((network) => [network, { aliases: [name] }])) };
}

function linksOf({ Links }: Host) {
  const names = (Links ?? []).map((link) => link.split(":")[0]?.slice(1) ?? "");
  const started = { condition: "service_started" as const, required: true };
  return names.length > 0 ? Object.fromEntries(names.map((name) => [name, started])) : undefined;
}

function hostsOf(hosts: readonly string[] | null | undefined) {
  const all = (hosts ?? []).map((line) => line.split(/:(.*)/s) as [string, string]);
  return all.length > 0 ? Object.fromEntries(all.map(([host, ip]) => [host, [ip]])) : undefined;
}
