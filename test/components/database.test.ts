import { expect, test } from "vitest";
import { inPlaceOf } from "../../components/database";

test.each(["MySql", "Redis"] as const)("a database may take the place of a %s", (other) => {
  const aliases = [{ type: `berth:docker:${other}` }];
  expect(inPlaceOf(other, undefined)).toEqual({ aliases });
  expect(inPlaceOf(other, { protect: true })).toEqual({ protect: true, aliases });
});

test("aliases that the program gives stay", () => {
  const given = { aliases: [{ name: "db" }] };
  expect(inPlaceOf("Redis", given)).toEqual({
    aliases: [{ name: "db" }, { type: "berth:docker:Redis" }],
  });
  expect(given).toEqual({ aliases: [{ name: "db" }] });
});
