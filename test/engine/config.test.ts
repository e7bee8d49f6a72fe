import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

import { resolveConfig } from "../../engine/config/config";
import { qualifyKey } from "../../engine/config/config-key";
import { parseProject } from "../../engine/config/project";
import { StackFile } from "../../engine/config/stack-file";
import { openSecrets } from "../../engine/secrets/passphrase";

const FIXTURE = join(__dirname, "fixtures/Pulumi.official.yaml");

/** Path of a stack file of this test's own. */
function stackFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "berth-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "Pulumi.dev.yaml");
  writeFileSync(path, text);
  return path;
}

describe("settings of a stack", () => {
  test("are read as a program gets them: objects as JSON, secrets in the clear", async () => {
    const file = await StackFile.load(FIXTURE);
    const { decrypt } = await openSecrets("correct horse", file.salt ?? "");
    expect(resolveConfig("test", "fixture", file.config, {}, decrypt)).toEqual({
      values: {
        "fixture:plain": "text",
        "fixture:hidden": "battery staple",
        "fixture:object": '{"inner":["deep"],"number":5}',
      },
      secretKeys: ["fixture:hidden", "fixture:object"],
    });
  });

  test("a key without a namespace is the project's", () => {
    expect(qualifyKey("port", "app")).toBe("app:port");
    expect(qualifyKey("docker:host", "app")).toBe("docker:host");
    expect(qualifyKey("app:config:port", "app")).toBe("app:port");
  });

  test.each(["app:port:more", "app:config:port:more"])("%s is no key", (key) => {
    expect(() => qualifyKey(key, "app")).toThrow(`could not parse ${key} as a configuration key`);
  });

  const resolve = (given: Record<string, never>, declared: Parameters<typeof resolveConfig>[3]) =>
    resolveConfig("dev", "app", given, declared, (text) => text);

  test("defaults of the project fill in what a stack leaves out", () => {
    const declared = {
      port: { type: "integer", default: 8000 },
      "docker:host": { value: "x" },
    } as const;
    expect(resolve({}, declared).values).toEqual({ "app:port": "8000", "docker:host": "x" });
  });

  test("a declared setting without a default has to be given", () => {
    expect(() => resolve({}, { port: { type: "integer" } })).toThrow(
      "Stack 'dev' is missing configuration value 'port'",
    );
  });

  test("a value of another type than declared is refused", () => {
    expect(() => resolve({}, { port: { type: "integer", default: "many" } })).toThrow(
      "Stack 'dev' with configuration key 'port' must be of type 'integer'",
    );
  });
});

test("editing a stack file keeps its comments and its order", async () => {
  const path = stackFile("# ours\nconfig:\n  app:b: 1 # the first\n  app:a: two\n");
  const file = await StackFile.load(path);
  file.set("app:c", { list: [1, { secure: "v1:x:y" }] });
  file.remove("app:a");
  await file.save();
  expect(readFileSync(path, "utf8")).toBe(
    "# ours\nconfig:\n  app:b: 1 # the first\n  app:c:\n    list:\n      - 1\n      - secure: v1:x:y\n",
  );
});

describe("Pulumi.yaml", () => {
  const read = (text: string) => parseProject("/project/Pulumi.yaml", text);

  test("main names a file, whose folder the program runs in", () => {
    const project = read("name: a\nruntime: nodejs\nmain: src/index.ts\n");
    expect(project.programFolder).toBe("/project/src");
    expect(project.entryPoint).toBe("/project/src/index.ts");
  });

  test("runtime options are taken over", () => {
    const options = "{typescript: false, nodeargs: --require x, tsconfig: other.json}";
    expect(read(`name: a\nruntime: {name: nodejs, options: ${options}}\n`)).toMatchObject({
      typescript: false,
      nodeArgs: "--require x",
      tsconfig: "other.json",
      entryPoint: ".",
    });
  });

  test("what would change a run and is not known here is refused by name", () => {
    const project = (line: string) => read(`name: a\nruntime: nodejs\n${line}\n`);
    expect(() => project("options: {refresh: always}")).toThrow("`options.refresh`");
    expect(() => project("packages: {a: b}")).toThrow("`plugins` and `packages`");
    expect(() => project("requiredPulumiVersion: '>=4'")).toThrow("Pulumi >=4 is required");
    expect(project("requiredPulumiVersion: '>=3'").name).toBe("a");
  });

  test("other runtimes are refused by name", () => {
    expect(() => read("name: a\nruntime: python\n")).toThrow(/the runtime "python"/);
  });
});

test("a key without a namespace is the project's, and is not written a second time", async () => {
  const path = stackFile("config:\n  registry:\n    server: one\n");
  const file = await StackFile.load(path, "shop");
  file.set("shop:registry", { server: "two" });
  await file.save();
  expect((await StackFile.load(path)).config).toEqual({ "shop:registry": { server: "two" } });
});
