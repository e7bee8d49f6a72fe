import * as pulumi from "@pulumi/pulumi";
import { expect, onTestFinished, test, vi } from "vitest";
import { MySql, Postgres, Redis } from "../../../components";
import { inPlaceOf } from "../../../components/databases/database";
import { record } from "../../support/mocks";

test.each([
  ["MySql", ["Postgres", "Redis"]],
  ["Redis", ["MySql", "Postgres"]],
  ["Postgres", ["MySql", "Redis"]],
])("a %s may take the place of one of %s", (own, others) => {
  const aliases = others.map((other) => ({ type: `berth:docker:${other}` }));
  expect(inPlaceOf(own, undefined)).toEqual({ aliases });
  expect(inPlaceOf(own, { protect: true })).toEqual({ protect: true, aliases });
});

test("aliases that the program gives stay", () => {
  const given = { aliases: [{ name: "db" }] };
  expect(inPlaceOf("MySql", given)).toEqual({
    aliases: [{ name: "db" }, { type: "berth:docker:Postgres" }, { type: "berth:docker:Redis" }],
  });
  expect(given).toEqual({ aliases: [{ name: "db" }] });
});

test("a second server of the same id is refused, as it would share the first one's volumes", async () => {
  const stack = {} as ReturnType<typeof pulumi.runtime.getStackResource>;
  vi.spyOn(pulumi.runtime, "getStackResource").mockReturnValue(stack);
  onTestFinished(() => void vi.restoreAllMocks());
  const id = { project: "shop", stack: "dev" };
  const args = { id, host: "unix:///var/run/docker.sock", network: "shop-dev" };
  const named = { database: "shop", user: "shop" };
  await record(() => {
    new MySql("database", { ...args, ...named, image: "mysql:9.7" });
    new Postgres("elsewhere", { ...args, ...named, image: "postgres:18", host: "ssh://db" });
    const other = { ...id, project: "shop-cache" };
    new Redis("cache", { ...args, id: other, image: "redis:8" });
    expect(() => new Redis("second", { ...args, image: "redis:8" })).toThrow(
      'the databases database and second would both have the container shop-dev-database and its volumes; give one of them an id of its own, such as id: { project: "shop-second", stack: "dev" }',
    );
  });
});
