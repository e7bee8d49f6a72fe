import type { Flavor } from "./flavor";

/** The part of the rest that InnoDB's pages may take; connections, sorting and the kernel have the other. */
const POOL_SHARE = 0.6;

/** InnoDB rounds a pool up to a multiple of this, in MB. */
const POOL_CHUNK = 128;

const LEAST_POOL = 32;

/**
 * Options of a server that fit into its container: by their defaults the buffers know of no limit, and
 * the kernel kills the server at it. `loose-`: versions that lack one start all the same.
 *
 * @param memory the container's limit in MB; undefined where it has none.
 */
export function memoryOptions(
  { fixedMemory, tablesOption }: Pick<Flavor, "fixedMemory" | "tablesOption">,
  memory: number | undefined,
): string[] {
  if (memory === undefined) return [];
  const share = Math.floor((memory - fixedMemory) * POOL_SHARE);
  const pool = share < POOL_CHUNK ? share : share - (share % POOL_CHUNK);
  const small = Math.max(2, Math.min(128, Math.floor(memory / 16)));
  return [
    `innodb_buffer_pool_size=${Math.max(LEAST_POOL, pool)}M`,
    `loose_${tablesOption}=${small}M`,
  ];
}
