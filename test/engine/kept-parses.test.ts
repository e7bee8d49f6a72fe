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

const FUNCTIONS = [
  "async (id) => other.of.a(id, typeof perhaps)",
  "async update(_id, olds) { return this.read(olds); }",
  "function named(a, { b = c } = {}) { return a + b; }",
];

/** What a process of its own answers. */
function run(program: string): Record<string, unknown> {
  const text = `
    const { keepParsed } = require("./engine/protocol/lighter-pulumi.cjs");
    const keep = () => keepParsed(require);
    const parse = (texts) => {
      const { parseFunction } = require("@pulumi/pulumi/runtime/closure/parseFunction");
      return texts.map((text) => parseFunction(text));
    };
    const hasTypeScript = () => Object.keys(require.cache).some((file) => /typescript\\.js$/.test(file));
    const functions = ${JSON.stringify(FUNCTIONS)};
    const answer = (() => { ${program} })();
    console.log(JSON.stringify(answer, (_, value) => (value instanceof Map ? [...value] : value)));`;
  const options = { cwd: folder, encoding: "utf8" } as const;
  return JSON.parse(execFileSync(process.execPath, ["-e", text], options));
}

const COMPARE = `
  const wrong = ["function ("];
  const plain = parse([...functions, ...wrong]);
  keep();
  return { plain, first: parse([...functions, ...wrong]) };`;

test("a function is parsed once, and to the same", () => {
  const { plain, first } = run(COMPARE);
  expect(first).toEqual(plain);
  const { kept, before, after } = run(`
    keep();
    const [kept, before] = [parse(functions), hasTypeScript()];
    parse(["() => another"]);
    return { kept, before, after: hasTypeScript() };`);
  expect(kept).toEqual((plain as unknown[]).slice(0, FUNCTIONS.length));
  expect([before, after]).toEqual([false, true]);
});

test("packages that cannot be written to are no obstacle", () => {
  writeFileSync(join(folder, "node_modules", ".cache"), "a file where the folder would be");
  const { plain, first } = run(COMPARE);
  expect(first).toEqual(plain);
});

test("a program needs no TypeScript of its own", () => {
  rmSync(join(folder, "node_modules", "typescript"));
  const { plain, first } = run(COMPARE);
  expect(first).toEqual(plain);
});

test("whatever goes wrong before, functions are written down", () => {
  const { kind } = run(`
    const { beforeClosures } = require("./engine/protocol/lighter-pulumi.cjs");
    beforeClosures(() => { throw new Error("it goes wrong"); });
    const { serializeFunction } = require("@pulumi/pulumi/runtime/closure/serializeClosure");
    return { kind: typeof serializeFunction };`);
  expect(kind).toBe("function");
});
