import { appendFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { TinyProject } from "../support/tiny-project";

const IMPORTS: Record<string, string> = {
  pulumi: 'import * as pulumi from "@pulumi/pulumi";',
  docker: 'import * as docker from "@pulumi/docker";',
  Thing: 'import { Thing } from "../../thing";',
};

/** The program with the imports that it needs: loading what it does not use takes longer than the rest. */
function complete(program: string): string {
  const needed = Object.entries(IMPORTS).filter(([name]) => program.includes(name));
  return [...needed.map(([, line]) => line), program].join("\n");
}

let project: TinyProject;

beforeAll(async () => {
  project = new TinyProject();
  await project.run(["stack", "init", "dev"]);
});

afterAll(() => project.remove());

/** What a program uses, how the refusal names it, and the program. */
const PROGRAMS: [feature: string, named: string, program: string][] = [
  [
    "resource hooks",
    "resource hooks",
    `const hook = new pulumi.ResourceHook("hook", async () => {});
new Thing("one", {}, { hooks: { afterCreate: [hook] } });`,
  ],
  [
    "error hooks",
    "error hooks",
    `const hook = new pulumi.ErrorHook("hook", async () => true);
new Thing("one", {}, { hooks: { onError: [hook] } });`,
  ],
  [
    "remote components",
    "remote components",
    'new pulumi.ComponentResource("a:b:C", "one", {}, {}, true);',
  ],
  [
    "packages with parameters",
    "parameterized packages",
    'new pulumi.CustomResource("a:b:C", "one", {}, {}, false, Promise.resolve("ref"));',
  ],
  [
    "methods of resources",
    "calling methods of resources",
    'const one = new Thing("one"); pulumi.runtime.call("a:b:C/method", {}, one);',
  ],
  [
    "what the engine's own package has besides stack references",
    "the resource type pulumi:index:Stash",
    'new pulumi.Stash("one", { input: 1 });',
  ],
  [
    "types that a built-in provider does not have",
    "the resource type docker:index/plugin:Plugin",
    'new docker.Plugin("one", { name: "a" });',
  ],
];

test.each(PROGRAMS)("%s are refused by name", async (_, named, program) => {
  project.program(complete(program));
  const { code, output } = await project.run(["preview"]);
  expect(output).toContain("the embedded engine does not support");
  expect(output).toContain(named);
  expect(output).toContain("use the official Pulumi CLI for it");
  expect(code).toBe(1);
});

test("settings from Pulumi ESC are refused", async () => {
  const file = project.path("Pulumi.esc.yaml");
  await project.run(["stack", "init", "esc", "--no-select"]);
  appendFileSync(file, "environment: [one]\n");
  const { code, output } = await project.run(["preview", "--stack", "esc"]);
  expect(output).toContain("`environment` in a stack file (Pulumi ESC)");
  expect(code).toBe(1);
  writeFileSync(file, "config: {pulumi:autonaming: {mode: verbatim}}\n");
  const named = await project.run(["preview", "--stack", "esc"]);
  expect(named.output).toContain("the setting pulumi:autonaming");
});
