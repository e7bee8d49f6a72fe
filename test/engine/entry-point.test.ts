import { join } from "node:path";
import { expect, test } from "vitest";
import { checkEntryPoint } from "../../engine/config/entry-point";
import { parseProject } from "../../engine/config/project";
import { folderWith } from "../cli/fakes";

/** Looks for the program of a project with these files. */
function look(main: string, files: Record<string, string>) {
  const folder = folderWith(files);
  const yaml = `name: shop\nruntime: nodejs\n${main && `main: ${main}\n`}`;
  return () => checkEntryPoint(parseProject(join(folder, "Pulumi.yaml"), yaml));
}

test.each<[string, Record<string, string>]>([
  ["", { "index.ts": "" }],
  ["", { "index.mjs": "" }],
  ["", { "package.json": '{"main": "bin/index.js"}' }],
  ["deploy.ts", { "deploy.ts": "" }],
  ["infra", { "infra/index.js": "" }],
])("a program where main is %j in %j", (main, files) => {
  expect(look(main, files)).not.toThrow();
});

test.each<[string, Record<string, string>, RegExp]>([
  ["", {}, / has no program: accepted: a file index\.ts or index\.js, .*Pulumi\.yaml names$/],
  ["index.ts", {}, /Pulumi\.yaml: main: given \/.*\/index\.ts, where no file is; accepted: /],
  ["infra", { "index.ts": "" }, /\/infra has no program: /],
  [
    "",
    { "index.ts": "", "package.json": "{ " },
    /package\.json: given what is no JSON: .*; mend it/,
  ],
  ["a.ts", { "a.ts": "", "package.json": "<<<<" }, /package\.json: given what is no JSON: /],
])("no program where main is %j in %j", (main, files, message) => {
  expect(look(main, files)).toThrow(message);
});
