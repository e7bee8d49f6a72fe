import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { ensurePackages } from "../../../cli/prepare/ensure-packages";
import { fakeMachine, folderWith } from "../fakes";

const PACKAGE = JSON.stringify({ dependencies: { berth: "file:../..", zod: "4.6.7" } });
const INSTALL = "npm install --no-audit --no-fund --no-package-lock --loglevel=error";

function situation(files: Record<string, string>, code = 0, below = "") {
  const folder = `${folderWith(files)}${below}`;
  const machine = fakeMachine({
    programs: { "npm install": { code, output: "E404" }, "npm ci": { code, output: "" } },
  });
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
  const { folder, machine, ensure } = situation({ "package.json": PACKAGE });
  await ensure();
  expect(machine.ran).toEqual([INSTALL]);
  expect(machine.said).toEqual([
    `installing the packages of ${folder}/package.json (npm install): berth, zod`,
  ]);
});

test("what this has installed is added to", async () => {
  const { machine, ensure } = situation({
    "package.json": PACKAGE,
    "node_modules/.berth-packages": "",
    "node_modules/zod/package.json": "{}",
  });
  await ensure();
  expect(machine.ran).toEqual([INSTALL]);
});

test("a lock file decides which versions are installed", async () => {
  const { machine, ensure } = situation({ "package.json": PACKAGE, "package-lock.json": "{}" });
  await ensure();
  expect(machine.ran).toEqual(["npm ci --no-audit --no-fund --loglevel=error"]);
});

test.each([
  [{ "node_modules/zod/package.json": "{}" }, /made by somebody else.*npm install\)$/],
  [{ "yarn.lock": "" }, /yarn install\)$/],
  [{ "pnpm-lock.yaml": "" }, /pnpm install\)$/],
])("packages that somebody else installs are left to them: %j", async (files, words) => {
  const { machine, ensure } = situation({ "package.json": PACKAGE, ...files });
  await expect(ensure()).rejects.toThrow(words);
  expect(machine.ran).toEqual([]);
});

test("a node_modules that is a link is not installed into", async () => {
  const { folder, machine, ensure } = situation({ "package.json": PACKAGE, "else/zod/x": "" });
  symlinkSync("else", `${folder}/node_modules`);
  await expect(ensure()).rejects.toThrow(`${folder}/node_modules is a link`);
  expect(machine.ran).toEqual([]);
});

test("an installation that fails ends the run with npm's own words", async () => {
  const { folder, ensure } = situation({ "package.json": PACKAGE }, 1);
  await expect(ensure()).rejects.toThrow(
    `npm install failed; once it works in ${folder}, run this again\nE404`,
  );
});
