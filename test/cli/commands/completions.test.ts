import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { wordsAfter } from "../../../cli/commands/completions";
import { OWN_COMMANDS } from "../../../shared/own-commands";
import { commandLine } from "./answers";

const shell = commandLine();

const asked: string[][] = [];
const names = {
  stacks: async () => ["dev", "prod"],
  roles: async (before: readonly string[]) => {
    asked.push([...before]);
    return ["app", "database"];
  },
};

test.each([
  [["res"], ["restart"]],
  [["p"], ["pre", "preview", "ps"]],
  [
    ["ps", "--stack", ""],
    ["dev", "prod"],
  ],
  [["ps", "-s", "p"], ["prod"]],
  [
    ["--stack", "prod", "top", ""],
    ["app", "database"],
  ],
  [["logs", "app", "d"], ["database"]],
  [["exec", "app", ""], []],
  [["ps", "--qu"], ["--quiet"]],
  [["up", "--skip"], ["--skip-preview"]],
  [["stack", "se"], ["select"]],
  [["backup", "r"], ["restore"]],
  [["releases", ""], ["diff"]],
  [
    ["completions", ""],
    ["bash", "fish", "zsh"],
  ],
  [
    ["--engine", ""],
    ["embedded", "pulumi"],
  ],
  [
    ["logs", "--color", "a"],
    ["always", "auto"],
  ],
  [["run", "--", ""], []],
  [["nothing", ""], []],
])("after %j", async (words, found) => {
  expect(await wordsAfter(words, names)).toEqual(found);
});

test("every own command is completed, and roles are asked of the stack that the line names", async () => {
  const first = await wordsAfter([""], names);
  for (const name of Object.keys(OWN_COMMANDS)) expect(first).toContain(name.split(" ")[0]);
  expect(asked).toContainEqual(["--stack", "prod", "top"]);
});

test("bash takes its script, and completes by it", async () => {
  await shell.run("completions bash");
  const ask = `pulumiw() { IFS=' ' && printf '%s\\n' "got:$*"; }; COMP_WORDS=(pulumiw ps --st); COMP_CWORD=2
_pulumiw; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync("bash", ["-c", `${shell.printed}\n${ask}`]).toString();
  expect(said).toBe("got:completions next -- ps --st\n");
});

test.each(["zsh", "fish"])("%s has a script", async (name) => {
  await shell.run(`completions ${name}`);
  expect(shell.printed).toContain("completions next -- ");
});

test.runIf(spawnSync("fish", ["--version"]).status === 0)("fish runs its script", async () => {
  await shell.run("completions fish");
  writeFileSync(join(shell.folder, "pulumiw"), '#!/bin/sh\necho "got:$*"\n', { mode: 0o755 });
  const complete = (line: string) =>
    spawnSync("fish", ["--no-config", "-c", `source script; complete -C "${line}"`], {
      ...{ cwd: shell.folder, encoding: "utf8", env: { ...process.env, HOME: shell.folder } },
    });
  writeFileSync(join(shell.folder, "script"), shell.printed);
  expect(complete("./pulumiw ps --st").stdout).toContain("completions next -- ps --st");
  // A command that is not on PATH is no reason for an error in the middle of a line.
  expect(complete("pulumiw ps --st").stderr).toBe("");
});

test("another shell is told which there are", async () => {
  await expect(shell.run("completions tcsh")).rejects.toThrow(
    'completions: given "tcsh"; accepted: bash, zsh, fish',
  );
});
