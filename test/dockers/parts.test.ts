import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { SHOWN } from "./parts";
import { VERSIONS, versionNamed } from "./versions";

const ROOT = resolve(__dirname, "../..");

test("a Docker is called by a name of the list", () => {
  expect(versionNamed("28")).toBe(VERSIONS["28"]);
  for (const name of ["29", "toString", ""]) {
    expect(() => versionNamed(name)).toThrow(
      `no Docker is called ${name}; there are 26, 28, 28-containerd`,
    );
  }
});

test.each(Object.entries(SHOWN))("%s has tests of the names that are chosen", (file, names) => {
  const source = readFileSync(resolve(ROOT, `test/e2e/${file}.test.ts`), "utf8");
  for (const name of names) expect(source).toContain(name);
});
