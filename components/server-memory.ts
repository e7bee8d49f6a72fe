/** Memory of the servers that does not follow from their buffers, in MB: measured idle, rounded up. */
const FIXED_MEMORY = { mysql: 400, mariadb: 150 } as const;

/** The part of the rest that InnoDB's pages may take; connections, sorting and the kernel have the other. */
const POOL_SHARE = 0.6;

/** InnoDB rounds a pool up to a multiple of this, in MB. */
const POOL_CHUNK = 128;

const LEAST_POOL = 32;

/**
 * Options of a MySQL or MariaDB server that fit into its container: by their defaults the buffers know of
 * no limit, and the kernel kills the server at it. `loose-`: versions that lack one start all the same.
 *
 * @param memory the container's limit in MB.
 */
export function sqlMemoryOptions(engine: "mysql" | "mariadb", memory: number): string[] {
  const share = Math.floor((memory - FIXED_MEMORY[engine]) * POOL_SHARE);
  const pool = share < POOL_CHUNK ? share : share - (share % POOL_CHUNK);
  const small = Math.max(2, Math.min(128, Math.floor(memory / 16)));
  // Tables in memory: MySQL lets them have a gigabyte. MariaDB's Aria holds those that outgrow it.
  const tables = { mysql: "temptable_max_ram", mariadb: "aria_pagecache_buffer_size" } as const;
  return [
    `innodb_buffer_pool_size=${Math.max(LEAST_POOL, pool)}M`,
    `loose_${tables[engine]}=${small}M`,
  ];
}

/**
 * The part of a container's memory that Redis may fill. The rest is for what changes while a child
 * process writes the data down, for its clients' buffers, and for what is lost between keys.
 */
const REDIS_SHARE = 0.6;

/** Lines of redis.conf that fit into a container, whose limit is in MB. */
export function redisMemoryLines(memory: number, policy = "noeviction"): string[] {
  return [`maxmemory ${Math.floor(memory * REDIS_SHARE)}mb`, `maxmemory-policy ${policy}`];
}
