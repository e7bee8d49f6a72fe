import { expect, test } from "vitest";
import { inPlaceOf } from "../../../components/databases/database";

test.each([
  ["MySql", "Redis"],
  ["Redis", "MySql"],
])("a %s may take the place of a %s", (own, other) => {
  const aliases = [{ type: `berth:docker:${other}` }];
  expect(inPlaceOf(own, undefined)).toEqual({ aliases });
  expect(inPlaceOf(own, { protect: true })).toEqual({ protect: true, aliases });
});

test("aliases that the program gives stay", () => {
  const given = { aliases: [{ name: "db" }] };
  expect(inPlaceOf("MySql", given)).toEqual({
    aliases: [{ name: "db" }, { type: "berth:docker:Redis" }],
  });
  expect(given).toEqual({ aliases: [{ name: "db" }] });
});
