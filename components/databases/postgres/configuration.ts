import type { OptionLine } from "../engine";

/** What would take the server away from its data, its app, its health check or its backups; logins are SCRAM's. */
export const OWN_OPTIONS: ReadonlySet<string> = new Set([
  "config_file",
  "data_directory",
  "external_pid_file",
  "hba_file",
  "ident_file",
  "listen_addresses",
  "password_encryption",
  "port",
  "unix_socket_directories",
]);

/** The part of a container's memory for shared buffers; as much again is the kernel's cache at work. */
const BUFFERS_SHARE = 0.25;
const CACHE_SHARE = 0.5;

/** Least memory of the part that sorts or cleans up, in MB. */
const LEAST_MAINTENANCE = 8;

/**
 * What parallel queries share is limited by the container's memory, and not by the 64 MB that Docker gives /dev/shm,
 * which larger ones end with "could not resize shared memory segment". Services of a Swarm have no other size of it.
 */
export const SHARED_MEMORY = "dynamic_shared_memory_type = sysv";

/** Lines of postgresql.conf that fit into a container, whose limit is in MB; none without a limit. */
export function memoryLines(memory: number | undefined): string[] {
  if (memory === undefined) return [];
  const part = (share: number) => Math.floor(memory * share);
  return [
    `shared_buffers = ${part(BUFFERS_SHARE)}MB`,
    `effective_cache_size = ${part(CACHE_SHARE)}MB`,
    `maintenance_work_mem = ${Math.max(LEAST_MAINTENANCE, part(1 / 16))}MB`,
  ];
}

/** `name = value` or `name value`. */
export function optionsOf(lines: string): OptionLine[] {
  return lines.split("\n").flatMap((line, index) => {
    const name = line.trim().split(/[\s=]/)[0]?.toLowerCase() ?? "";
    return /^[a-z]/.test(name) ? [{ name, line: index + 1 }] : [];
  });
}
