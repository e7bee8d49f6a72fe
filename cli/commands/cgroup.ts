import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Counts, Running } from "./usage";

/**
 * What the kernel counts of a container of this machine, in either version of its control groups;
 * undefined where they cannot be read, or where the process is not that container's: its engine may be
 * in a virtual machine, as Docker Desktop's is.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html
 * @param root where `proc` and `sys` are.
 */
export function countsHere({ id, pid }: Running, root = "/"): Counts | undefined {
  const groups = groupsOf(join(root, "proc", String(pid), "cgroup"), id);
  if (!groups) return undefined;
  const file = (controller: string, name: string) =>
    read(join(root, "sys/fs/cgroup", controller, groups.get(controller) ?? "", name));
  const atMs = Date.now();
  if (groups.has("memory")) {
    const cpuNs = numberOf(file("cpuacct", "cpuacct.usage"));
    const usage = numberOf(file("memory", "memory.usage_in_bytes"));
    const cache = fieldOf(file("memory", "memory.stat"), "total_inactive_file");
    return counted(atMs, cpuNs, usage, cache);
  }
  const cpuUs = fieldOf(file("", "cpu.stat"), "usage_usec");
  const usage = numberOf(file("", "memory.current"));
  const cache = fieldOf(file("", "memory.stat"), "inactive_file");
  return counted(atMs, cpuUs && cpuUs * 1_000, usage, cache);
}

function counted(atMs: number, cpuNs?: number, usage?: number, cache = 0): Counts | undefined {
  if (cpuNs === undefined || usage === undefined) return undefined;
  return { atMs, cpuNs, memory: Math.max(0, usage - cache) };
}

/** The folder of each controller, that of version 2 under an empty name. */
function groupsOf(file: string, id: string): Map<string, string> | undefined {
  const lines = read(file)?.trim().split("\n") ?? [];
  const groups = new Map<string, string>();
  for (const line of lines) {
    const [, controllers = "", folder = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (!folder.includes(id)) continue;
    for (const controller of controllers.split(",")) groups.set(controller, folder);
  }
  return groups.size > 0 ? groups : undefined;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));

function fieldOf(text: string | undefined, name: string): number | undefined {
  const [, value] = new RegExp(`^${name} (\\d+)$`, "m").exec(text ?? "") ?? [];
  return numberOf(value);
}
