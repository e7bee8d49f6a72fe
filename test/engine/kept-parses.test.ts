import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = resolve(__dirname, "../..");
let folder: string;

/** Packages of its own, as what is kept lies among them. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-parses-"));
  for (const name of ["kept-file.cjs", "protocol/lighter-pulumi.cjs"]) {
    cpSync(join(ROOT, "engine", name), join(folder, "engine", name));
  }
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["@pulumi", "typescript"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What functions are parsed to, with errors, and whether TypeScript was loaded for it. */
function parse(texts: string[], preparation = ""): { parsed: unknown[]; loaded: boolean } {
  const program = `
    const { keepParsed } = require("./engine/protocol/lighter-pulumi.cjs");
    ${preparation}
    const { parseFunction } = require("@pulumi/pulumi/runtime/closure/parseFunction");
    const parsed = ${JSON.stringify(texts)}.map((text) => parseFunction(text));
    const inLists = (_, value) => (value instanceof Map ? [...value] : value);
    const loaded = Object.keys(require.cache).some((file) => /typescript\\.js$/.test(file));
    console.log(JSON.stringify({ parsed, loaded }, inLists));`;
  return JSON.parse(
    execFileSync(process.execPath, ["-e", program], { cwd: folder, encoding: "utf8" }),
  );
}

const KEEP = "keepParsed(require);";
const FUNCTIONS = [
  "async (id) => other.of.a(id, typeof perhaps)",
  "async update(_id, olds) { return this.read(olds); }",
  "function named(a, { b = c } = {}) { return a + b; }",
];

test("a function is parsed once, and to the same", () => {
  const plain = parse(FUNCTIONS);
  expect(plain.loaded).toBe(true);
  expect(parse(FUNCTIONS, KEEP)).toEqual(plain);
  expect(parse(FUNCTIONS, KEEP)).toEqual({ ...plain, loaded: false });
  expect(parse([...FUNCTIONS, "() => another"], KEEP).loaded).toBe(true);
});

test("one that cannot be parsed is told every time", () => {
  const [error] = parse(["function ("], KEEP).parsed;
  expect(error).toEqual(parse(["function ("]).parsed[0]);
  expect(parse(["function ("], KEEP).parsed[0]).toEqual(error);
});

test("packages that cannot be written to are no obstacle", () => {
  writeFileSync(join(folder, "node_modules", ".cache"), "a file where the folder would be");
  expect(parse(FUNCTIONS, KEEP)).toEqual(parse(FUNCTIONS));
});
