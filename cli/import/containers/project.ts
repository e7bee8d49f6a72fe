import { withHosts } from "../compose/map/environment";
import type { ComposeProject, ComposeService } from "../compose/read/model";
import { Places } from "../compose/read/places";
import { nameOf, type Running } from "./inspected";
import { serviceOf } from "./service";
import { mountsOf } from "./volumes";

/**
 * Containers as a Compose project, a service for each by its name, so that they become a stack by the same
 * way.
 *
 * @param folder the one that paths of the stack file are relative to.
 */
export function projectOfContainers(all: readonly Running[], folder: string): ComposeProject {
  const volumes: Record<string, { name: string }> = {};
  const services: Record<string, ComposeService> = {};
  for (const one of all) {
    const name = nameOf(one.container);
    const service = serviceOf(one);
    const { mounts, named } = mountsOf(one.container, volumes);
    Object.assign(volumes, named);
    if (mounts.length > 0) service.volumes = mounts;
    const environment = renamed(service.environment ?? {}, name, all);
    if (Object.keys(environment).length > 0) service.environment = environment;
    services[name] = service;
  }
  return {
    name: "containers",
    folder,
    files: [`the containers ${Object.keys(services).join(", ")}`],
    services,
    inactive: {},
    networks: {},
    volumes,
    secrets: {},
    configs: {},
    places: new Places(),
    unset: [],
  };
}

/** Variables in which other containers have their names: an address that Docker gave them is theirs no longer. */
function renamed(
  environment: Readonly<Record<string, string>>,
  self: string,
  all: readonly Running[],
): Record<string, string> {
  const names = new Set(all.map(({ container }) => nameOf(container)));
  const parts = all
    .filter(({ container }) => nameOf(container) !== self)
    .flatMap((one) => {
      const reachedBy = nameOf(one.container);
      return otherNames(one, self, all)
        .filter((host) => host && !names.has(host))
        .map((host) => ({ host, reachedBy }));
    });
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, withHosts(value, parts)]),
  );
}

/** What a container is reached by, but for its name. */
function otherNames({ container }: Running, by: string, all: readonly Running[]): string[] {
  const networks = Object.values(container.NetworkSettings.Networks ?? {});
  const user = all.find((one) => nameOf(one.container) === by);
  const linked = (user?.container.HostConfig.Links ?? []).flatMap((link) => {
    const [from = "", to = ""] = link.split(":");
    return from.slice(1) === nameOf(container) ? to.split("/").at(-1) : [];
  });
  const short = container.Id.slice(0, 12);
  const given = networks.flatMap(({ IPAddress, Aliases }) => [IPAddress, ...(Aliases ?? [])]);
  return [...given, ...linked, short].flatMap((one) => one || []);
}
