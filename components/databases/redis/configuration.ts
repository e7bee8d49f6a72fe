import type { OptionLine } from "../engine";

export const DATA = "/data";

/**
 * The part of a container's memory that Redis may fill. The rest is for what changes while a child
 * process writes the data down, for its clients' buffers, and for what is lost between keys.
 */
const SHARE = 0.6;

export const OWN_OPTIONS: ReadonlySet<string> = new Set([
  "aclfile",
  "appenddirname",
  "appendfilename",
  "appendonly",
  "bind",
  "cluster-enabled",
  "daemonize",
  "dir",
  "port",
  "replicaof",
  "requirepass",
  "slaveof",
]);

/** What is wanted of a server beside its password. */
export interface Wanted {
  /** The container's limit in MB; undefined where it has none. */
  memory?: number;
  maxmemoryPolicy?: string;
  /** A person's own lines. */
  config?: string;
}

/** Of a directive that is there twice Redis takes the last one, so that a person's own win. */
export function serverConfig(
  password: string,
  { memory, maxmemoryPolicy: policy, config }: Wanted,
): string {
  const lines = [
    "appendonly yes",
    `dir ${DATA}`,
    `requirepass ${password}`,
    ...(memory === undefined ? [] : memoryLines(memory, policy)),
    ...(memory === undefined && policy ? [`maxmemory-policy ${policy}`] : []),
    ...(config === undefined ? [] : [config.trimEnd()]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Lines of redis.conf that fit into a container, whose limit is in MB. */
export function memoryLines(memory: number, policy = "noeviction"): string[] {
  return [`maxmemory ${Math.floor(memory * SHARE)}mb`, `maxmemory-policy ${policy}`];
}

/** A person's lines are a file of Redis as they are. */
export const configFile = (lines: string): string => lines;

export function optionsOf(lines: string): OptionLine[] {
  return lines.split("\n").flatMap((line, index) => {
    const name = line.trim().split(/\s/)[0]?.toLowerCase() ?? "";
    return /^[a-z]/.test(name) ? [{ name, line: index + 1 }] : [];
  });
}

/** The options on a server's command line, such as `--save 60 1`. */
export const optionsOfCommand = (words: readonly string[]) =>
  words
    .join(" ")
    .split(/\s+--/)
    .slice(1)
    .map((option) => {
      const [name = "", ...value] = option.trim().split(/\s+/);
      return [name, value.join(" ").replaceAll('"', "") || undefined] as const;
    });
