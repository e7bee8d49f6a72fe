import { expect, test } from "vitest";
import { inPlaceOf } from "../../../components/databases/database";

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
