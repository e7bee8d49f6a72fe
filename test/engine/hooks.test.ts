import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = resolve(__dirname, "../..");
let folder: string;

/** A project with hooks of its own, and so with caches of its own. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-hooks-"));
  for (const name of readdirSync(join(ROOT, "engine")).filter((it) => it.endsWith(".cjs"))) {
    cpSync(join(ROOT, "engine", name), join(folder, "engine", name));
  }
  mkdirSync(join(folder, "node_modules", "greeting"), { recursive: true });
  link();
});

afterEach(() => rmSync(folder, { recursive: true }));

const link = () =>
  symlinkSync(join(ROOT, "node_modules", "sucrase"), join(folder, "node_modules", "sucrase"));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

function run(file: string): string {
  const args = ["--require", "./engine/typescript-hook.cjs", file];
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" }).trim();
}

test("a changed program is stripped again", () => {
  write("index.ts", "const x: number = 1;\nconsole.log(x);");
  expect(run("./index.ts")).toBe("1");
  write("index.ts", "const x: number = 2;\nconsole.log(x);");
  expect(run("./index.ts")).toBe("2");
});

test("lines stay where they are, so that stack traces need no source map", () => {
  write(
    "index.ts",
    'interface A {\n  a: string;\n}\n\nconsole.log(new Error().stack?.split("\\n")[1]);',
  );
  expect(run("./index.ts")).toMatch(/index\.ts:5:\d+\)$/);
});

test("packages that cannot be written to are no obstacle", () => {
  write("node_modules/.cache", "a file where the folder would be");
  write("index.ts", "console.log(1 as number);");
  expect(run("./index.ts")).toBe("1");
});

test("a package's new version is what runs, whatever was kept of the old one", () => {
  const greet = (text: string) =>
    write(
      "node_modules/greeting/index.js",
      `exports.main = require.main === module.parent; exports.text = () => "${text}";`,
    );
  write("index.ts", 'const { text, main } = require("greeting");\nconsole.log(text(), main);');
  for (const text of ["hello", "hello", "salut", "salut"]) {
    greet(text);
    expect(run("./index.ts")).toBe(`${text} true`);
  }
});

test("a package can be imported from a function of its own", () => {
  write("node_modules/greeting/other.mjs", "export default 7;");
  write("node_modules/greeting/index.js", 'exports.other = () => import("./other.mjs");');
  write("index.ts", 'require("greeting").other().then((m) => console.log(m.default));');
  expect([run("./index.ts"), run("./index.ts")]).toEqual(["7", "7"]);
});

test("a package may be an ES module", () => {
  write("node_modules/greeting/package.json", '{ "type": "module" }');
  write("node_modules/greeting/index.js", "export const text = 7;");
  write("index.ts", 'import("greeting").then(({ text }) => console.log(text));');
  expect([run("./index.ts"), run("./index.ts")]).toEqual(["7", "7"]);
});
