import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = resolve(__dirname, "../..");
let folder: string;

/** Packages of its own, as what is kept lies among them. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-providers-"));
  const hooks = readdirSync(join(ROOT, "engine")).filter((name) => name.endsWith(".cjs"));
  for (const name of hooks) cpSync(join(ROOT, "engine", name), join(folder, "engine", name));
  for (const name of ["components/steady.ts", "register.cjs"]) {
    cpSync(join(ROOT, name), join(folder, name));
  }
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["@pulumi", "typescript", "sucrase"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
  write("word.ts", `export const word = "first";`);
  write(
    "program.ts",
    `import * as pulumi from "@pulumi/pulumi";
    import { steady } from "./components/steady";
    import { word } from "./word";
    const methods = { async create() { return { id: word }; } };
    const provider = process.env.STEADY ? steady("Word", methods) : methods;
    class Word extends pulumi.dynamic.Resource {
      constructor() { super(provider, "word", {}); }
    }
    pulumi.runtime.setMocks({
      newResource: ({ inputs }) => {
        const tools = Object.keys(require.cache).filter((file) => /typescript\\.js$/.test(file));
        console.log(JSON.stringify({ text: inputs.__provider, tools: tools.length }));
        return { id: "id", state: {} };
      },
      call: () => ({}),
    });
    new Word();`,
  );
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** What a process of its own hands to the engine as a provider, and whether it has loaded TypeScript. */
function run(env: NodeJS.ProcessEnv = { STEADY: "yes" }): { text: string; tools: number } {
  const options = { cwd: folder, encoding: "utf8", env: { ...process.env, ...env } } as const;
  const args = ["--require", "./register.cjs", "program.ts"];
  return JSON.parse(execFileSync(process.execPath, args, options));
}

test("the code of a steady provider is written down once, and to the same", () => {
  const plain = run({});
  expect(plain.text).toContain(`word: "first"`);
  expect(run()).toEqual({ text: plain.text, tools: 1 });
  expect(run()).toEqual({ text: plain.text, tools: 0 });
  // Of any other, nobody knows what it holds.
  expect(run({})).toEqual({ text: plain.text, tools: 1 });
});

test("a changed source is written down anew", () => {
  run();
  write("word.ts", `export const word = "second";`);
  expect(run().text).toContain(`word: "second"`);
});

test("what was kept and has nothing in it is written down anew", () => {
  const { text } = run();
  for (const cache of readdirSync(join(folder, "node_modules/.cache"))) {
    if (!/^berth-(providers|sucrase)/.test(cache)) continue;
    const files = readdirSync(join(folder, "node_modules/.cache", cache));
    expect(files).not.toEqual([]);
    for (const name of files) write(join("node_modules/.cache", cache, name), "");
  }
  expect(run().text).toBe(text);
});

test("every provider of the components is steady", () => {
  const files = readdirSync(join(ROOT, "components"), { recursive: true, encoding: "utf8" });
  const texts = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(ROOT, "components", file), "utf8"));
  const providers = texts.flatMap((text) => [
    ...text.matchAll(/: pulumi\.dynamic\.ResourceProvider<[^=]*= (.*)/g),
  ]);
  const names = providers.map(([, made]) => /^steady\("(\w+)",/.exec(made ?? "")?.[1]);
  expect(names).not.toContain(undefined);
  expect(new Set(names).size).toBe(names.length);
});
