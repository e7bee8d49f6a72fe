import { expect, test } from "vitest";
import { ensurePackages } from "../../wrapper/ensure-packages";
import { fakeMachine, folderWith } from "./fakes";

const PACKAGE = JSON.stringify({ dependencies: { berth: "file:../..", zod: "4.6.7" } });
const INSTALL = "npm install --no-audit --no-fund --no-package-lock --loglevel=error";

function situation(files: Record<string, string>, code = 0, below = "") {
  const folder = `${folderWith(files)}${below}`;
  const machine = fakeMachine({ programs: { "npm install": { code, output: "E404" } } });
  const project = {
    name: "pages",
    file: `${folder}/Pulumi.yaml`,
    folder,
    backendUrl: undefined,
    stackFolder: folder,
    config: {},
  };
  return { folder, machine, ensure: () => ensurePackages(project, machine) };
}

test("a project without a package.json has nothing to install", async () => {
  const { machine, ensure } = situation({});
  await ensure();
  expect(machine.ran).toEqual([]);
});

test("nothing is done where all are there, in this folder or above", async () => {
  const files = {
    "examples/pages/package.json": PACKAGE,
    "examples/pages/node_modules/berth/package.json": "{}",
    "node_modules/zod/package.json": "{}",
  };
  const { machine, ensure } = situation(files, 0, "/examples/pages");
  await ensure();
  expect(machine.ran).toEqual([]);
  expect(machine.said).toEqual([]);
});

test("what is missing is installed, and told", async () => {
  const files = { "package.json": PACKAGE, "node_modules/zod/package.json": "{}" };
  const { folder, machine, ensure } = situation(files);
  await ensure();
  expect(machine.ran).toEqual([INSTALL]);
  expect(machine.said).toEqual([
    `installing the packages of ${folder}/package.json (npm install): berth`,
  ]);
});

test("an installation that fails ends the run with npm's own words", async () => {
  const { folder, ensure } = situation({ "package.json": PACKAGE }, 1);
  await expect(ensure()).rejects.toThrow(
    `npm install failed; once it works in ${folder}, run this again\nE404`,
  );
});
