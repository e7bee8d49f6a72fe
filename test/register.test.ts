import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const HOOK = resolve(__dirname, "../register.cjs");

/** What a TypeScript module at this path exports, as a program sees it that has the hook. */
function exportsOf(path: string) {
  const folder = mkdtempSync(join(tmpdir(), "berth-register-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "export const port: number = 80;\n");
  const script = `const { port, deploymentOnlyModule } = require(${JSON.stringify(file)});
    console.log(JSON.stringify({ port, deploymentOnlyModule }));`;
  const output = execFileSync(process.execPath, ["--require", HOOK, "-e", script]);
  return JSON.parse(output.toString());
}

test("a program's own modules are TypeScript", () => {
  expect(exportsOf("settings.ts")).toEqual({ port: 80 });
});

test("so are the package's where it is installed, and dynamic providers take them along", () => {
  const exported = exportsOf("node_modules/berth/docker/connect.ts");
  expect(exported).toEqual({ port: 80, deploymentOnlyModule: true });
});
