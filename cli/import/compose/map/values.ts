import { relative, sep } from "node:path";
import type { Mapping } from "../../../../shared/yaml-file";

const UNITS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 0.001,
  us: 1e-6,
  ns: 1e-9,
};

/** A time of Compose, such as `1m30s`, in whole seconds, rounded up; undefined where it is none. */
export function seconds(given: unknown): number | undefined {
  const text = String(given);
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^([\d.]+(h|ms|m|s|us|ns))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([\d.]+)(h|ms|m|s|us|ns)/g)];
  return Math.ceil(
    parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? 0), 0),
  );
}

/** A size of Compose, such as `512M` or `1gb`, as a stack file writes it: whole megabytes. */
export function megabytes(given: unknown): string | undefined {
  const [, number, unit = ""] = /^([\d.]+)\s*([bkmgt]?)(?:i?b)?$/i.exec(String(given)) ?? [];
  if (number === undefined) return undefined;
  const bytes = Number(number) * 1024 ** "bkmgt".indexOf(unit.toLowerCase() || "b");
  // Zero is no limit, and less than 6 MB is refused by Docker.
  return bytes > 0 ? `${Math.max(6, Math.ceil(bytes / 1024 ** 2))}m` : undefined;
}

/** Limits of a service, from `deploy.resources.limits` and the older keys. */
export function limitsOf(service: Mapping): Mapping | undefined {
  const deploy = (service.deploy ?? {}) as { resources?: { limits?: Mapping } };
  const given = deploy.resources?.limits ?? {};
  const cpus = Number(given.cpus ?? service.cpus ?? 0);
  const memory = megabytes(given.memory ?? service.mem_limit ?? "none");
  const pids = Number(given.pids ?? service.pids_limit ?? 0);
  const limits = {
    ...(cpus >= 0.1 ? { cpus } : {}),
    ...(memory ? { memory } : {}),
    ...(pids >= 8 ? { pids } : {}),
  };
  return Object.keys(limits).length > 0 ? limits : undefined;
}

/** `on-failure:3` is `on-failure` here. */
export const restartOf = (given: unknown): string => String(given).split(":")[0] ?? "";

/** A path of the host as a stack file has it: relative to the project. */
export function projectPath(path: string, folder: string): string {
  const way = relative(folder, path).split(sep).join("/");
  if (way === "") return ".";
  return way.startsWith("..") ? way : `./${way}`;
}

/** A name of letters that parts of a stack have. */
export const partName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 30) || "part";

/** A record without what is undefined. */
export function defined(values: Mapping): Mapping {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Ends of names that volumes of Berth's own have. */
const OWN = /-(data|secrets|state|backups?|config)$/;

/** The name of an app's volume. */
export function volumeName(name: string): string {
  const plain = partName(name).replace(OWN, "");
  return /^(backups?|routes|certificates|network|job-.*|backups-.*)$/.test(plain)
    ? `app-${plain}`
    : plain;
}
