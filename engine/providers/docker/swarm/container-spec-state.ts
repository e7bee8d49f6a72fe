import type { PropertyMap } from "../../provider";
import { formatShortDuration } from "../durations";
import { labelsFromMap } from "../labels";
import { limited } from "./limited";
import type { ServiceInputs } from "./service-fields";
import type { ContainerSpecInfo } from "./service-info";
import { pairs } from "./service-request";

type Mount = NonNullable<GivenContainer["mounts"]>[number];
type GivenContainer = NonNullable<NonNullable<ServiceInputs["taskSpec"]>["containerSpec"]>;

/**
 * The container of a service's tasks as its outputs have it. Privileges are not read back: a task with
 * others than it was given cannot come about from outside.
 */
export function containerOf(
  spec: ContainerSpecInfo,
  given: Partial<GivenContainer> | undefined,
): PropertyMap {
  const { DNSConfig: dns, Healthcheck: health, Image: image } = spec;
  // Swarm pins the image to its digest.
  const own = given?.image;
  const isPinned = own !== undefined && image.startsWith(`${own}@`);
  return {
    image: isPinned ? own : image,
    mounts: mountsOf(spec.Mounts ?? [], given?.mounts ?? []),
    labels: labelsFromMap(spec.Labels),
    commands: spec.Command ?? [],
    args: spec.Args ?? [],
    hostname: spec.Hostname ?? "",
    env: pairs(spec.Env ?? []),
    dir: spec.Dir ?? "",
    user: spec.User ?? "",
    groups: spec.Groups ?? [],
    readOnly: spec.ReadOnly ?? false,
    stopSignal: spec.StopSignal ?? "",
    stopGracePeriod: formatShortDuration(spec.StopGracePeriod ?? 0),
    healthcheck: health
      ? {
          tests: health.Test ?? [],
          interval: formatShortDuration(health.Interval ?? 0),
          timeout: formatShortDuration(health.Timeout ?? 0),
          startPeriod: formatShortDuration(health.StartPeriod ?? 0),
          retries: health.Retries ?? 0,
        }
      : null,
    hosts: (spec.Hosts ?? []).map((entry) => {
      const [ip = "", host = ""] = entry.split(" ");
      return { host, ip };
    }),
    dnsConfig: {
      nameservers: dns?.Nameservers ?? [],
      searches: dns?.Search ?? [],
      options: dns?.Options ?? [],
    },
    secrets: (spec.Secrets ?? []).map(({ SecretID, SecretName = "", File }) => ({
      secretId: SecretID,
      secretName: SecretName,
      ...fileOf(File),
    })),
    configs: (spec.Configs ?? []).map(({ ConfigID, ConfigName = "", File }) => ({
      configId: ConfigID,
      configName: ConfigName,
      ...fileOf(File),
    })),
    isolation: spec.Isolation || "default",
    sysctl: spec.Sysctls ?? {},
    capAdds: spec.CapabilityAdd ?? [],
    capDrops: spec.CapabilityDrop ?? [],
    init: spec.Init ?? false,
  };
}

/** In the order they were given, and each limited to what was given of it. */
function mountsOf(mounts: NonNullable<ContainerSpecInfo["Mounts"]>, given: readonly Mount[]) {
  const placeOf = ({ Target }: { Target: string }) =>
    given.findIndex(({ target }) => target === Target);
  const inOrder = [...mounts].sort((one, other) => placeOf(one) - placeOf(other));
  return inOrder.map((mount) => {
    const live = mountOf(mount);
    const own = given[placeOf(mount)];
    return own ? limited(live, own as PropertyMap) : live;
  });
}

function mountOf(mount: NonNullable<ContainerSpecInfo["Mounts"]>[number]): PropertyMap {
  const { BindOptions: bind, TmpfsOptions: tmpfs, VolumeOptions: volume } = mount;
  return {
    type: mount.Type,
    source: mount.Source ?? "",
    target: mount.Target,
    readOnly: mount.ReadOnly ?? false,
    bindOptions: bind ? { propagation: bind.Propagation ?? "" } : null,
    tmpfsOptions: tmpfs ? { sizeBytes: tmpfs.SizeBytes ?? 0, mode: tmpfs.Mode ?? 0 } : null,
    volumeOptions: volume
      ? {
          noCopy: volume.NoCopy ?? false,
          labels: labelsFromMap(volume.Labels),
          driverName: volume.DriverConfig?.Name ?? "",
          driverOptions: volume.DriverConfig?.Options ?? {},
        }
      : null,
  };
}

function fileOf(file: { Name: string; UID: string; GID: string; Mode: number } | undefined) {
  return {
    fileName: file?.Name ?? "",
    fileUid: file?.UID ?? "",
    fileGid: file?.GID ?? "",
    fileMode: file?.Mode ?? 0,
  };
}
