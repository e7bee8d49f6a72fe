import type { PropertyMap } from "../../provider";
import { formatShortDuration } from "../durations";
import { labelsFromMap } from "../labels";
import type { ContainerSpecInfo } from "./service-info";
import { pairs } from "./service-request";

/**
 * The container of a service's tasks as its outputs have it. Mounts and privileges are not read back:
 * a task with others than it was given cannot come about from outside.
 */
export function containerOf(spec: ContainerSpecInfo, givenImage: string | undefined): PropertyMap {
  const { DNSConfig: dns, Healthcheck: health, Image: image } = spec;
  // Swarm pins the image to its digest.
  const pinned = givenImage !== undefined && image.startsWith(`${givenImage}@`);
  return {
    image: pinned ? givenImage : image,
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

function fileOf(file: { Name: string; UID: string; GID: string; Mode: number } | undefined) {
  return {
    fileName: file?.Name ?? "",
    fileUid: file?.UID ?? "",
    fileGid: file?.GID ?? "",
    fileMode: file?.Mode ?? 0,
  };
}
