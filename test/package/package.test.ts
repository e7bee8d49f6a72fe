import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { withDeploymentOnly } from "../../package/deployment-only";

const ROOT = resolve(__dirname, "../..");
const manifest: {
  main: string;
  types: string;
  exports: Record<string, string | { types: string; default: string }>;
} = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8"));

test("a compiled module says last that dynamic providers take its functions along", () => {
  const map = "//# sourceMappingURL=index.js.map";
  const code = withDeploymentOnly(`"use strict";\nexports.port = 80;\n${map}`);
  expect(code.split("\n").at(-1)).toBe(map);
  const exports: { deploymentOnlyModule?: boolean; port?: number } = {};
  new Function("exports", code)(exports);
  expect(exports.port).toBe(80);
  expect(exports.deploymentOnlyModule).toBe(true);
});

test("what the package exports is compiled from a source that is there, with its types", () => {
  const compiled = Object.values(manifest.exports).filter((entry) => typeof entry !== "string");
  expect(compiled).toHaveLength(4);
  for (const { types, default: code } of compiled) {
    const source = code.replace("./dist/", "").replace(/\.js$/, ".ts");
    expect(existsSync(resolve(ROOT, source)), source).toBe(true);
    expect(types).toBe(code.replace(/\.js$/, ".d.ts"));
  }
  const [root] = compiled;
  expect([`./${manifest.types}`, `./${manifest.main}`]).toEqual([root?.types, root?.default]);
});
