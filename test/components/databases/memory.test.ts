import { expect, test } from "vitest";
import { MARIADB } from "../../../components/databases/mariadb/flavor";
import { MYSQL } from "../../../components/databases/mysql/flavor";
import { memoryOptions } from "../../../components/databases/mysql/memory";
import { memoryLines } from "../../../components/databases/redis/configuration";

const FLAVORS = { mysql: MYSQL, mariadb: MARIADB };

const pool = (engine: "mysql" | "mariadb", memory: number) => {
  const [options = ""] = memoryOptions(FLAVORS[engine], memory);
  return Number(/^innodb_buffer_pool_size=(\d+)M$/.exec(options)?.[1]);
};

test.each([
  ["mysql", 256, 32],
  ["mysql", 512, 67],
  ["mysql", 1024, 256],
  ["mysql", 4096, 2176],
  ["mariadb", 256, 63],
  ["mariadb", 1024, 512],
] as const)(
  "the pool of %s in %i MB is %i MB, a multiple of InnoDB's chunks",
  (engine, memory, size) => {
    expect(pool(engine, memory)).toBe(size);
  },
);

test.each([64, 300, 777, 1024, 5000, 65536])(
  "with %i MB there is room beside the pool",
  (memory) => {
    for (const engine of ["mysql", "mariadb"] as const) {
      expect(pool(engine, memory)).toBeLessThanOrEqual(Math.max(32, memory * 0.6));
    }
  },
);

test("tables in memory have a share too", () => {
  expect(memoryOptions(MYSQL, 1024)[1]).toBe("loose_temptable_max_ram=64M");
  expect(memoryOptions(MARIADB, 256)[1]).toBe("loose_aria_pagecache_buffer_size=16M");
});

test("Redis has six tenths, and refuses writes beyond unless told otherwise", () => {
  expect(memoryLines(64)).toEqual(["maxmemory 38mb", "maxmemory-policy noeviction"]);
  expect(memoryLines(1024, "allkeys-lru")).toEqual([
    "maxmemory 614mb",
    "maxmemory-policy allkeys-lru",
  ]);
});
