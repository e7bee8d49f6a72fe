import { resolve } from "node:path";
import type { AppImageArgs, ServicesArgs, StackService } from "../components";
import { CHECKS_SECONDS, checksSeconds, healthCheck } from "../components/health-checks";
import { nameOf } from "../components/labels";
import type { Platform } from "../components/platforms";
import { serviceRole } from "../components/services/service";
import type { VolumeMount } from "../components/volume-mounts";
import type { ServiceSettings, Settings } from "../settings";
import type { TriedService } from "./checks/try-services";
import { buildMirrors } from "./component-args";

/** The images of services, by name. The same objects go to the look ahead and to the components. */
export type ServiceImages = Readonly<Record<string, AppImageArgs>>;

export function serviceImages(
  settings: Settings,
  engine: { host: string; platform: string },
  runBy: AppImageArgs["runBy"],
): ServiceImages {
  const { project, stack, app, services, build, registry } = settings;
  const entries = Object.entries(services).map(([name, { image, build: own }]) => {
    const setting = `services.${name}`;
    const base = { id: { project, stack }, host: engine.host, imageName: `${app.name}-${name}` };
    if (own === undefined) return [name, { ...base, setting, image, runBy, context: "." }] as const;
    const args = {
      ...base,
      ...{ setting: `${setting}.build`, role: serviceRole(name), registry },
      ...{ context: own.context, dockerfile: own.dockerfile, target: own.target },
      ...{ network: build.network, platform: build.platform ?? engine.platform },
      buildArgs: { ...buildMirrors(settings), ...own.args },
    };
    return [name, args] as const;
  });
  return Object.fromEntries(entries);
}

/** What is tried of the services before anything is changed. */
export const triedServices = ({ services }: Settings, images: ServiceImages): TriedService[] =>
  Object.entries(images).map(([name, image]) => ({
    image,
    run: {
      nonRoot: services[name]?.hardening.nonRoot,
      user: services[name]?.user,
      setting: `services.${name}`,
    },
    platform: services[name]?.platform,
  }));

/** From the settings of services to the arguments of components; undefined where there are none. */
export function servicesOf(
  settings: Settings,
  images: ServiceImages,
  common: Omit<StackService, "image" | "needs" | "usesData"> & { platform: Platform | undefined },
): ServicesArgs | undefined {
  const { services, project, stack } = settings;
  if (Object.keys(services).length === 0) return undefined;
  const id = { project, stack };
  const databases = Object.keys(settings.databases);
  const all = Object.entries(services).map(([name, service]) => {
    const image = images[name];
    if (!image) throw new Error(`The service ${name} has no image.`);
    const usesData = service.needs.some((needed) => databases.includes(needed));
    return [name, { ...common, ...serviceOf(service, image, settings), usesData }] as const;
  });
  const before = settings.app.dependsOn;
  return {
    id,
    platform: common.platform,
    before,
    services: Object.fromEntries(all),
    volumes: volumesOf(settings),
  };
}

/** The named volumes that are made for services; each is kept where one of them wants it. */
export function volumesOf({ services }: Settings): Record<string, { keepData: boolean }> {
  const volumes: Record<string, { keepData: boolean }> = {};
  for (const { volumes: mounts, keepData } of Object.values(services)) {
    for (const mount of mounts) {
      if (mount.kind !== "volume" || mount.isExternal) continue;
      volumes[mount.volume] = { keepData: keepData || volumes[mount.volume]?.keepData === true };
    }
  }
  return volumes;
}

function serviceOf(
  service: ServiceSettings,
  image: AppImageArgs,
  { project, stack, app }: Settings,
): Omit<StackService, "id" | "host" | "usesData"> {
  const { limits, hardening, restart, needs, ends, ports, volumes, user, init } = service;
  const inMemory = volumes.flatMap((mount) =>
    mount.kind === "tmpfs" ? [[mount.target, mount.options] as const] : [],
  );
  return {
    ...{ limits, hardening, restart, needs, ends, ports, user, init },
    image: image.image === undefined ? { build: image } : { reference: image.image },
    keepImages: app.keepImages,
    entrypoint: service.entrypoint,
    command: service.command,
    env: service.environment,
    secrets: service.secrets,
    volumes: volumes.flatMap((mount) => mountOf(mount, { project, stack })),
    tmpfs: { ...service.tmpfs, ...Object.fromEntries(inMemory) },
    ...healthOf(service),
    graceSeconds: service.stop_grace_period,
    stopSignal: service.stop_signal,
    capabilities: { add: service.cap_add, drop: service.cap_drop },
    special: specialOf(service),
    labels: Object.entries(service.labels).map(([label, value]) => ({ label, value })),
  };
}

function mountOf(
  mount: ServiceSettings["volumes"][number],
  id: { project: string; stack: string },
): VolumeMount[] {
  const { target, readOnly } = mount;
  switch (mount.kind) {
    case "volume":
      return [
        { target, readOnly, volume: mount.isExternal ? mount.volume : nameOf(id, mount.volume) },
      ];
    case "bind":
      return [{ target, readOnly, hostPath: resolve(mount.path) }];
    case "anonymous":
      return [{ target, readOnly }];
    default:
      return [];
  }
}

function healthOf({ healthcheck, startPeriod }: ServiceSettings) {
  if (!healthcheck) return { startSeconds: startPeriod };
  const { test, disable, interval, timeout, retries, start_period: start } = healthcheck;
  if (disable || test?.[0] === "NONE") {
    const never = { interval: 0, timeout: 0, startPeriod: 0, retries: 0 };
    return { health: { tests: ["NONE"], ...never }, startSeconds: startPeriod };
  }
  if (!test) return { startSeconds: startPeriod };
  const times = { interval, timeout, retries };
  return {
    health: healthCheck(test, start, times),
    startSeconds: start + checksSeconds(times) - CHECKS_SECONDS,
  };
}

/** Without keys for what is not wanted. */
function specialOf(service: ServiceSettings): StackService["special"] {
  const { hostname, extra_hosts: hosts, sysctls, ulimits } = service;
  const all = {
    workingDir: service.working_dir,
    hostname,
    hosts: listOf(hosts, (host, address) => ({ host, address })),
    sysctls: Object.keys(sysctls).length > 0 ? sysctls : undefined,
    ulimits: listOf(ulimits, (name, limit) => ({ name, ...limit })),
    sharedMemory: service.shm_size,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function listOf<T, R>(map: Record<string, T>, make: (name: string, value: T) => R) {
  const list = Object.entries(map).map(([name, value]) => make(name, value));
  return list.length > 0 ? list : undefined;
}
