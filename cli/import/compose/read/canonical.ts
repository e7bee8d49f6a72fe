import { shellWords } from "../../../../shared/shell-words";
import type { Mapping } from "../../../../shared/yaml-file";
import { type At, type Change, keysOf, named, pairs, within } from "./long-forms";
import type { Key, Places } from "./places";
import { portValues } from "./port-values";
import { composeError, shown } from "./problem";
import { isRemote } from "./remote";
import { cleaned, hostPath, volumeValue } from "./volume-value";

/** The long forms of a Compose file's values, by their paths; `*` is any key or index. */
const CHANGES: Readonly<Record<string, Change>> = {
  "services.*.annotations": pairs,
  "services.*.build": (value, at) =>
    typeof value === "string" ? within({ context: value }, at, "context") : value,
  "services.*.build.additional_contexts": pairs,
  "services.*.build.args": pairs,
  "services.*.build.context": (value, { folder }) => contextPath(value, folder),
  "services.*.build.labels": pairs,
  "services.*.command": words,
  "services.*.configs.*": fileMount,
  "services.*.depends_on": (value, at) =>
    named(value, at, { condition: "service_started", required: true }),
  "services.*.deploy.labels": pairs,
  "services.*.dns": list,
  "services.*.dns_opt": list,
  "services.*.dns_search": list,
  "services.*.entrypoint": words,
  "services.*.env_file": list,
  "services.*.env_file.*": (value, at) => {
    const { path, ...file } = (typeof value === "string" ? { path: value } : value) as Mapping;
    return within({ required: true, ...file, path: hostPath(String(path), at.folder) }, at, "path");
  },
  "services.*.environment": pairs,
  "services.*.expose.*": String,
  "services.*.extends": (value, at) =>
    typeof value === "string" ? within({ service: value }, at, "service") : value,
  "services.*.extra_hosts": hosts,
  "services.*.group_add.*": String,
  "services.*.healthcheck.test": (value) =>
    typeof value === "string" ? ["CMD-SHELL", value] : value,
  "services.*.label_file": list,
  "services.*.labels": pairs,
  "services.*.logging.options": pairs,
  "services.*.models": (value, at) => named(value, at),
  "services.*.networks": (value, at) => named(value, at),
  "services.*.ports": ports,
  "services.*.secrets.*": fileMount,
  "services.*.sysctls": pairs,
  "services.*.tmpfs": list,
  "services.*.volumes.*": (value, at) => volume(value, at),
  "networks.*.labels": pairs,
  "volumes.*.labels": pairs,
  "volumes.*": external,
  "networks.*": external,
  "secrets.*": external,
  "configs.*": external,
  "secrets.*.file": (value, { folder }) => hostPath(String(value), folder),
  "configs.*.file": (value, { folder }) => hostPath(String(value), folder),
};

/**
 * A Compose file with all short forms written out, so that files can be merged and read by key.
 *
 * @param folder what relative paths of the host are relative to.
 * @throws UserError with file and line.
 */
export function canonical(document: Mapping, folder: string, places: Places): Mapping {
  return walk(document, [], folder, places) as Mapping;
}

function walk(value: unknown, path: readonly Key[], folder: string, places: Places): unknown {
  if (typeof value !== "object" || value === null) return value;
  const result: unknown[] | Mapping = Array.isArray(value) ? [] : {};
  for (const key of keysOf(value)) {
    const here = [...path, key];
    const place = places.along(value, [key]);
    const fail = (text: string): never => {
      throw composeError(place, here, text);
    };
    const at = { path: here, folder, places, parent: value, fail };
    const given = (value as Record<Key, unknown>)[key];
    const changed = change(here)?.(given, at);
    const long = changed === undefined ? given : changed;
    Object.defineProperty(result, key, {
      value: walk(long, here, folder, places),
      enumerable: true,
      writable: true,
      configurable: true,
    });
    places.carry(value, key, result);
  }
  return result;
}

const PATTERNS = Object.entries(CHANGES).map(
  ([pattern, change]) => [pattern.split("."), change] as const,
);

function change(path: readonly Key[]): Change | undefined {
  return PATTERNS.find(
    ([pattern]) =>
      pattern.length === path.length &&
      pattern.every((part, index) => part === "*" || part === path[index]),
  )?.[1];
}

function list(value: unknown, { places, parent, path }: At): unknown {
  if (value === null || Array.isArray(value)) return value;
  const result = [value];
  places.carry(parent, path.at(-1) ?? "", result, 0);
  return result;
}

function words(value: unknown, { fail }: At): unknown {
  if (typeof value !== "string") return value;
  return (
    shellWords(value) ?? fail(`given ${shown(value)}; accepted: a command whose quotes are closed`)
  );
}

function fileMount(value: unknown, at: At): unknown {
  return typeof value === "string" ? within({ source: value }, at, "source") : value;
}

function hosts(value: unknown): unknown {
  const result: Record<string, string[]> = {};
  const entries = Array.isArray(value)
    ? value.map((entry) => String(entry).split(/[=:](.*)/s))
    : Object.entries((value ?? {}) as Mapping).flatMap(([host, ips]) =>
        [ips].flat().map((ip) => [host, String(ip)]),
      );
  for (const [host = "", ip = ""] of entries) {
    result[host] = [...new Set([...(result[host] ?? []), ip.replace(/^\[|\]$/g, "")])];
  }
  return result;
}

function ports(value: unknown, { places, path }: At): unknown {
  if (!Array.isArray(value)) return value;
  const result: unknown[] = [];
  for (const [index, entry] of value.entries()) {
    const long =
      typeof entry === "object" ? [longPort(entry as Mapping)] : portValues(String(entry));
    if (!long) {
      throw composeError(
        places.of(value, index),
        [...path, index],
        `given ${shown(entry)}; accepted: PORT, HOSTPORT:PORT or ADDRESS:HOSTPORT:PORT, ports from 1 to 65535`,
      );
    }
    for (const port of long) {
      places.carry(value, index, result, result.length);
      result.push(port);
    }
  }
  return result;
}

const longPort = (port: Mapping): Mapping => ({
  protocol: "tcp",
  ...port,
  target: Number(port.target),
  published: port.published === undefined ? "" : String(port.published),
});

function volume(value: unknown, at: At): unknown {
  if (typeof value === "string") {
    const long = volumeValue(value, at.folder);
    if (!long)
      at.fail(
        `given ${shown(value)}; accepted: PATH, VOLUME:PATH or FOLDER:PATH, with :ro behind it where it is only read`,
      );
    return long && within(long, at, "source");
  }
  const { source, target, ...rest } = value as Mapping;
  if (typeof target !== "string")
    at.fail("given no target; accepted: a volume with the key target");
  const isBind = rest.type === "bind" && typeof source === "string";
  const whole = {
    ...rest,
    target: cleaned(String(target)),
    ...(source === undefined ? {} : { source: isBind ? hostPath(source, at.folder) : source }),
  };
  at.places.carry(value as object, "source", whole);
  return whole;
}

/** An address of the web or of git is no folder. */
function contextPath(value: unknown, folder: string): unknown {
  const text = String(value);
  return isRemote(text) || text.startsWith("service:") ? text : hostPath(text, folder);
}

/** `external: {name: N}` is an older form of `external: true` and `name: N`. */
function external(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return {};
  const { external: given } = value as Mapping;
  if (typeof given !== "object" || given === null) return value;
  return { ...value, external: true, ...given };
}
