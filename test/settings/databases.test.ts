import { expect, test } from "vitest";
import { parseSettings } from "../../settings/parse";
import { FILE, rawConfig } from "./raw-config";

const parse = (values: Readonly<Record<string, unknown>>) =>
  parseSettings(FILE, rawConfig({ mode: "prod", ...values }));

test("database stands for the entry of that name", () => {
  const given = { engine: "postgres", name: "shop", limits: { memory: "2g" } };
  const [one, other] = [parse({ database: given }), parse({ databases: { database: given } })];
  expect(other.database).toEqual({ ...one.database, key: "databases.database" });
  expect(Object.keys(one.databases)).toEqual(["database"]);
  expect(other.databases).toEqual({ database: other.database });
});

test("there is no MySQL beside databases that are written, and database comes first", () => {
  expect(parse({}).databases).toHaveProperty("database.engine", "mysql");
  const { database, databases } = parse({ databases: { cache: "redis" } });
  expect(database).toBeUndefined();
  expect(Object.keys(databases)).toEqual(["cache"]);
  const all = parse({ databases: { cache: "redis", database: "mysql" }, images: { redis: "r:1" } });
  expect(Object.keys(all.databases)).toEqual(["database", "cache"]);
  expect(all.databases.cache).toMatchObject({
    engine: "redis",
    image: "r:1",
    key: "databases.cache",
    startPeriod: 60,
    keepData: true,
    limits: { cpus: 1, memory: 1024 },
  });
  expect(Object.keys(parse({ database: "none", databases: { a: "redis" } }).databases)).toEqual([
    "a",
  ]);
});
