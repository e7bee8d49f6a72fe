import { expect, test } from "vitest";
import { parseWanted } from "../../images/arguments";
import { CATALOG, NAMES } from "../../images/catalog";

test("nothing said means the whole catalog under its own references", () => {
  const wanted = parseWanted([]);
  expect(wanted.map(({ name }) => name)).toEqual(NAMES);
  for (const { name, reference } of wanted) expect(reference).toBe(CATALOG[name].reference);
});

test("names pick from the catalog, --as gives other references", () => {
  expect(
    parseWanted(["redis", "--as", "mysql=mysql:8.4", "--as", "mysql=mirror:5000/a=b"]),
  ).toEqual([
    { name: "redis", reference: CATALOG.redis.reference },
    { name: "mysql", reference: "mysql:8.4" },
    { name: "mysql", reference: "mirror:5000/a=b" },
  ]);
});

test.each([
  [
    ["mongodb"],
    "no stand-in is called mongodb; there are debian, python, nginx, postgres, redis, mysql, mariadb, caddy",
  ],
  [
    ["--as", "toString=x"],
    "no stand-in is called toString; there are debian, python, nginx, postgres, redis, mysql, mariadb, caddy",
  ],
  [["--as", "mysql"], "--as mysql: should be name=reference"],
  [["--as", "mysql="], "--as mysql=: should be name=reference"],
])("%j is refused", (args, message) => {
  expect(() => parseWanted(args)).toThrow(new Error(message));
});
