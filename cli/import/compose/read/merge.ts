import type { Mapping } from "../../../../shared/yaml-file";
import { kindOf } from "../../../../shared/yaml-text";
import type { Key, Places, Position } from "./places";
import { composeError } from "./problem";

/** Keys of a service whose later value replaces the whole earlier one. */
const REPLACED = ["command", "entrypoint", "healthcheck.test"];

/** Lists of a service in which an element replaces the earlier one of the same name. */
const UNIQUE: Readonly<Record<string, (element: unknown) => string>> = {
  "build.tags": String,
  cap_add: String,
  cap_drop: String,
  configs: (element) => mountName(element, ""),
  devices: (element) => deviceName(element),
  dns: String,
  dns_opt: String,
  dns_search: String,
  env_file: (element) => String((element as Mapping).path),
  expose: String,
  links: String,
  "networks.*.aliases": String,
  "networks.*.link_local_ips": String,
  ports: (element) => {
    const { host_ip = "0.0.0.0", published, target, protocol } = element as Mapping;
    return `${host_ip}:${published}:${target}/${protocol}`;
  },
  profiles: String,
  secrets: (element) => mountName(element, "/run/secrets/"),
  tmpfs: String,
  volumes: (element) => String((element as Mapping).target),
};

/** Objects of texts, in which also an entry without a value replaces the earlier one. */
const PAIRS = ["annotations", "build.args", "build.labels", "environment", "labels", "sysctls"];

/**
 * Merges two Compose files in their long form, by the merge rules of the Compose specification.
 *
 * @param path what the two are the values of; empty for whole files.
 * @throws UserError where one has a list and the other an object.
 */
export function merge(
  base: unknown,
  over: unknown,
  path: readonly Key[],
  places: Places,
  place?: Position,
): unknown {
  const key = keyInService(path);
  if (key !== undefined && REPLACED.includes(key)) return over;
  if (over === null || over === undefined) return base === undefined ? null : base;
  if (base === null || base === undefined) {
    return kindOf(over) === "an object"
      ? mappings({}, over as Mapping, path, places, key !== undefined && PAIRS.includes(key))
      : unique(over, key, places);
  }
  if (typeof base !== "object" && typeof over !== "object") return over;
  if (kindOf(base) !== kindOf(over)) {
    throw composeError(
      place,
      path,
      `given ${kindOf(over)} where another file has ${kindOf(base)}; accepted: the same in both`,
    );
  }
  if (Array.isArray(base)) return unique(joined(base, over as unknown[], places), key, places);
  const [one, other] = [base as Mapping, over as Mapping];
  if (key === "logging" && one.driver && other.driver && one.driver !== other.driver) return other;
  return mappings(one, other, path, places, key !== undefined && PAIRS.includes(key));
}

function mappings(
  base: Mapping,
  over: Mapping,
  path: readonly Key[],
  places: Places,
  arePairs: boolean,
): Mapping {
  const merged: Mapping = {};
  for (const name of new Set([...Object.keys(base), ...Object.keys(over)])) {
    const isOver = Object.hasOwn(over, name);
    const value = !isOver
      ? base[name]
      : arePairs
        ? over[name]
        : merge(
            Object.hasOwn(base, name) ? base[name] : undefined,
            over[name],
            [...path, name],
            places,
            places.of(over, name),
          );
    Object.defineProperty(merged, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    places.carry(isOver ? over : base, name, merged);
  }
  return merged;
}

function joined(base: readonly unknown[], over: readonly unknown[], places: Places): unknown[] {
  const all = [...base, ...over];
  for (const [index] of all.entries()) {
    if (index < base.length) places.carry(base, index, all);
    else places.carry(over, index - base.length, all, index);
  }
  return all;
}

function unique(value: unknown, key: string | undefined, places: Places): unknown {
  const nameOf = key === undefined ? undefined : UNIQUE[key];
  if (!nameOf || !Array.isArray(value)) return value;
  const kept: unknown[] = [];
  const at = new Map<string, number>();
  for (const [index, element] of value.entries()) {
    const name = nameOf(element);
    const position = at.get(name) ?? kept.length;
    at.set(name, position);
    kept[position] = element;
    places.carry(value, index, kept, position);
  }
  return kept;
}

/** The key below a service, with `*` for a name in it; undefined elsewhere. */
function keyInService([top, , ...path]: readonly Key[]): string | undefined {
  if (top !== "services" || path.length === 0) return undefined;
  return path[0] === "networks" && path.length === 3 ? `networks.*.${path[2]}` : path.join(".");
}

function mountName(element: unknown, folder: string): string {
  const { source, target } = element as Mapping;
  const name = String(target ?? source);
  return name.startsWith("/") ? name : `${folder}${name}`;
}

function deviceName(element: unknown): string {
  if (typeof element !== "string") return String((element as Mapping).target);
  const [source = "", target = source] = element.split(":");
  return target;
}

/** A file without what a later one resets. */
export function withoutPaths(
  document: Mapping,
  paths: readonly (readonly Key[])[],
  places: Places,
): Mapping {
  return paths.reduce<Mapping>((value, path) => without(value, path, places) as Mapping, document);
}

function without(value: unknown, [key, ...rest]: readonly Key[], places: Places): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || key === undefined)
    return value;
  if (!Object.hasOwn(value, key)) return value;
  const copy: Mapping = { ...value };
  for (const name of Object.keys(value)) places.carry(value, name, copy);
  if (rest.length === 0) delete copy[key];
  else copy[key] = without(copy[key], rest, places);
  return copy;
}
