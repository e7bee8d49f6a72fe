import { resolve } from "node:path";
import { type Footprint, sumOf } from "../components/footprint";
import { nameOf } from "../components/labels";
import { serviceFootprint } from "../components/services/service";
import type { Settings } from "../settings";
import { hostAndPort } from "../shared/ports";
import type { ExistingVolume } from "./checks/existing-volumes";
import type { PreflightArgs } from "./checks/preflight-args";
import { volumesOf } from "./service-args";

/** Everything that the services of a stack will have on the engine. */
export function servicesFootprint(settings: Settings): Footprint {
  const { project, stack, services } = settings;
  const id = { project, stack };
  const own = Object.entries(services).map(([name, { image, secrets }]) =>
    serviceFootprint(id, name, {
      reference: image,
      hasSecrets: Object.keys(secrets).length > 0,
    }),
  );
  const volumes = Object.keys(volumesOf(settings)).map((volume) => nameOf(id, volume));
  const taken = takenVolumes(settings).map(({ volume }) => volume);
  return sumOf(...own, { volumes, data: [...volumes, ...new Set(taken)] });
}

/** Volumes that are there, which services take over. */
export function takenVolumes({ services }: Settings): ExistingVolume[] {
  return Object.entries(services).flatMap(([name, { volumes }]) =>
    volumes.flatMap((mount, at) => {
      if (mount.kind !== "volume" || !mount.isExternal) return [];
      const { volume, readOnly } = mount;
      const key = `services.${name}.volumes[${at}]`;
      return { key, volume, ofServer: !readOnly, isShared: readOnly === true };
    }),
  );
}

/** Those volumes that an empty one does not replace unasked. */
export function keptVolumes(settings: Settings): string[] {
  const { project, stack } = settings;
  const own = Object.entries(volumesOf(settings))
    .filter(([, { keepData }]) => keepData)
    .map(([volume]) => nameOf({ project, stack }, volume));
  return [...own, ...takenVolumes(settings).map(({ volume }) => volume)];
}

/** Ports of the host, each with the value that another one would be set by. */
export function servicePorts({ services }: Settings): PreflightArgs["ports"] {
  return Object.entries(services).flatMap(([name, { ports }]) =>
    ports.map(({ at, published, internal, protocol }) => {
      const next = hostAndPort({ ...published, port: published.port + 1 });
      const suffix = protocol === "udp" ? "/udp" : "";
      return {
        key: `services.${name}.ports[${at}]`,
        ...published,
        protocol,
        another: `${next}:${internal}${suffix}`,
      };
    }),
  );
}

/** Files and folders of this machine that services mount. */
export function serviceBinds({ services }: Settings): { key: string; path: string }[] {
  return Object.entries(services).flatMap(([name, { volumes }]) =>
    volumes.flatMap((mount, at) =>
      mount.kind === "bind"
        ? [{ key: `services.${name}.volumes[${at}]`, path: resolve(mount.path) }]
        : [],
    ),
  );
}

export function serviceCpus({ services }: Settings): PreflightArgs["cpus"] {
  return Object.entries(services).map(([name, { limits, volumes }]) => ({
    key: `services.${name}.limits.cpus`,
    cpus: limits.cpus ?? 0,
    withData: volumes.some(({ kind }) => kind === "volume"),
  }));
}
