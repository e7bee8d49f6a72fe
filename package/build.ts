import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { withDeploymentOnly } from "./deployment-only";

/** Compiles the package `berth` into `dist/`, as `npm pack` does before it packs. */

const ROOT = resolve(__dirname, "..");
const DIST = join(ROOT, "dist");

const filesIn = (folder: string, end: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));

rmSync(DIST, { recursive: true, force: true });
const compiler = require.resolve("typescript/bin/tsc");
execFileSync(process.execPath, [compiler, "-p", join(ROOT, "tsconfig.package.json")], {
  stdio: "inherit",
});
for (const file of filesIn(DIST, ".js")) {
  writeFileSync(file, withDeploymentOnly(readFileSync(file, "utf8")));
}
// What runs in containers is read as text, from beside the module that sends it there.
for (const folder of ["backup", "components"]) {
  for (const end of [".sh", ".py"]) {
    for (const script of filesIn(join(ROOT, folder), end)) {
      cpSync(script, join(DIST, relative(ROOT, script)));
    }
  }
}
