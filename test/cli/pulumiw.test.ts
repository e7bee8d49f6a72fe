import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { folderWith } from "./fakes";

const SCRIPT = resolve(__dirname, "../../pulumiw");

/** The script with programs of ours on PATH, in a project whose packages were installed at a time. */
function situation({ node = "v22.0.0", npm = "exit 0" }: { node?: string; npm?: string } = {}) {
  const folder = folderWith({ "package-lock.json": "{}", "node_modules/.package-lock.json": "{}" });
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const program = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  if (node) {
    program("node", `[ "$1" = --version ] && echo ${node} && exit; printf '%s|' "$@"`);
  }
  program("npm", `echo "npm $*" >>"${folder}/npm.log"; echo noise; ${npm}`);
  copyFileSync(SCRIPT, join(folder, "pulumiw"));
  const installed = (when: Date) =>
    utimesSync(join(folder, "node_modules", ".package-lock.json"), when, when);
  const run = (
    command = join(folder, "pulumiw"),
    args: string[] = ["up", "a b"],
    added: NodeJS.ProcessEnv = {},
  ) => {
    const { status, stdout, stderr } = spawnSync(command, args, {
      encoding: "utf8",
      env: { PATH: `${bin}:${node ? "/usr/bin:/bin" : basicTools()}`, ...added },
    });
    return { status, stdout, stderr };
  };
  return { folder, run, installed, program };
}

/** A PATH without any node. */
function basicTools(): string {
  const folder = folderWith();
  for (const name of ["sh", "find", "dirname", "readlink"]) {
    symlinkSync(join("/usr/bin", name), join(folder, name));
  }
  return folder;
}

const started = (folder: string) =>
  `--require|${folder}/engine/typescript-hook.cjs|${folder}/cli/main.ts|up|a b|`;
const NEEDED = "berth: Node.js 20.19 or newer is needed, and";

test("nothing is said where all is there, and arguments arrive as they are", () => {
  const { folder, run } = situation();
  expect(run()).toEqual({ status: 0, stdout: started(folder), stderr: "" });
});

test.each([".modules.yaml", ".yarn-integrity"])(
  "packages that another manager installed are left alone (%s)",
  (mark) => {
    const { folder, run, installed } = situation();
    writeFileSync(join(folder, "node_modules", mark), "");
    installed(new Date(0));
    expect(run()).toEqual({ status: 0, stdout: started(folder), stderr: "" });
  },
);

test.each<[string, string[], string, NodeJS.ProcessEnv, boolean]>([
  ["an up that says yes", ["up", "--yes"], "0", {}, true],
  ["an up that would ask", ["up"], "0", {}, false],
  ["another command", ["destroy", "--yes"], "0", {}, false],
  ["nobody but root installs", ["up", "--yes"], "1000", {}, false],
  ["an engine elsewhere", ["up", "--yes"], "0", { DOCKER_HOST: "ssh://server" }, false],
])("Debian's packages are looked up while npm works: %s", (_, args, user, env, isLookedUp) => {
  const { folder, run, installed, program } = situation({ node: "" });
  installed(new Date(0));
  program("node", '[ "$1" = --version ] && echo v22.0.0 && exit; echo "$BERTH_APT_UPDATED"');
  program("id", `echo ${user}`);
  program("apt-get", `echo "$*" >"${folder}/apt.log"`);
  const { status, stdout, stderr } = run(undefined, args, env);
  expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: isLookedUp ? "1\n" : "\n" });
  expect(existsSync(join(folder, "apt.log"))).toBe(isLookedUp);
});

test("a link to the script leads to its project", () => {
  const { folder, run } = situation();
  const link = join(folderWith(), "berth");
  symlinkSync(join(folder, "pulumiw"), link);
  expect(run(link).stdout).toBe(started(folder));
});

test.each(["v18.20.0", "v20.18.3"])("Node %s is too old", (node) => {
  const { folder, run } = situation({ node });
  expect(run()).toEqual({
    status: 1,
    stdout: "",
    stderr: `${NEEDED} this is ${node} (${folder}/bin/node); see https://nodejs.org/en/download\n`,
  });
});

test.each(["v20.19.0", "v24.1.0"])("Node %s is not", (node) => {
  expect(situation({ node }).run().status).toBe(0);
});

test("no Node at all", () => {
  expect(situation({ node: "" }).run()).toEqual({
    status: 1,
    stdout: "",
    stderr: `${NEEDED} there is no node on PATH; see https://nodejs.org/en/download\n`,
  });
});

test("packages older than the lockfile are installed, off the command's own output", () => {
  const { folder, run, installed } = situation();
  installed(new Date(0));
  expect(run()).toEqual({
    status: 0,
    stdout: started(folder),
    stderr: "berth: installing the packages of package-lock.json (npm ci)\nnoise\n",
  });
});

test("an installation that fails ends it", () => {
  const { folder, run, installed } = situation({ npm: "exit 3" });
  installed(new Date(0));
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toContain(`berth: npm ci failed; once it works in ${folder}, run this again\n`);
});

test("a package.json that Node.js cannot read is named, without its trace", () => {
  const { folder, run, program } = situation({ node: "" });
  program("node", `exec ${process.execPath} "$@"`);
  const file = join(folder, "package.json");
  writeFileSync(file, '{ "name": "shop", ');
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^berth: error: .*package\.json: given what is no JSON: .*; mend it, .*\n$/,
  );
  expect(stderr).toContain(file);
});
