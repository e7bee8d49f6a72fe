import type { Mapping } from "../../../../shared/yaml-file";
import type { Key, Places } from "./places";
import { composeError, shown } from "./problem";

/** Values of a service that are numbers or truth values also where a variable gave them as texts. */
const NUMBERS = [
  "cpu_count",
  "cpu_percent",
  "cpu_period",
  "cpu_quota",
  "cpu_shares",
  "cpus",
  "oom_score_adj",
  "pids_limit",
  "scale",
  "deploy.replicas",
  "deploy.restart_policy.max_attempts",
  "healthcheck.retries",
  "ulimits.*",
  "ulimits.*.soft",
  "ulimits.*.hard",
];
const FLAGS = [
  "init",
  "privileged",
  "read_only",
  "stdin_open",
  "tty",
  "oom_kill_disable",
  "healthcheck.disable",
  "depends_on.*.required",
  "depends_on.*.restart",
  "volumes.*.read_only",
  "env_file.*.required",
];

/**
 * A service with numbers and truth values where it has texts that say one.
 *
 * @throws UserError where a text says none.
 */
export function castService(name: string, service: Mapping, places: Places): Mapping {
  return walk(service, ["services", name], places) as Mapping;
}

function walk(value: unknown, path: readonly Key[], places: Places): unknown {
  if (typeof value !== "object" || value === null) return value;
  const result: unknown[] | Mapping = Array.isArray(value) ? [] : {};
  const keys: Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const key of keys) {
    const here = [...path, key];
    const entry = (value as Record<Key, unknown>)[key];
    const cast =
      typeof entry === "string"
        ? textValue(entry, here, () => places.of(value, key))
        : walk(entry, here, places);
    Object.defineProperty(result, key, {
      value: cast,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    places.carry(value, key, result);
  }
  return result;
}

function textValue(
  text: string,
  path: readonly Key[],
  place: () => ReturnType<Places["of"]>,
): unknown {
  const below = path.slice(2);
  if (matches(NUMBERS, below)) {
    if (text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
    throw composeError(place(), path, `given ${shown(text)}; accepted: a number`);
  }
  if (matches(FLAGS, below)) {
    if (/^(true|y|yes|on)$/i.test(text)) return true;
    if (/^(false|n|no|off)$/i.test(text)) return false;
    throw composeError(place(), path, `given ${shown(text)}; accepted: true or false`);
  }
  return text;
}

const matches = (patterns: readonly string[], path: readonly Key[]) =>
  patterns.some((pattern) => {
    const parts = pattern.split(".");
    return (
      parts.length === path.length &&
      parts.every((part, index) => part === "*" || part === path[index])
    );
  });
