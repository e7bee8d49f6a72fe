import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { commitOf } from "../../../engine/cli/commit";

function repository() {
  const folder = mkdtempSync(join(tmpdir(), "berth-commit-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const own = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  const git = (...words: string[]) =>
    execFileSync("git", [...own, ...words], { cwd: folder, encoding: "utf8" }).trim();
  return { folder, git };
}

test("a run's commit is told in the words of the official CLI's history", async () => {
  const { folder, git } = repository();
  git("init", "--quiet", "--initial-branch", "main");
  expect(await commitOf(folder)).toBeUndefined();
  git("commit", "--quiet", "--allow-empty", "-m", "Sell more\n\nMuch more.");
  const environment = {
    ...{ "git.head": git("rev-parse", "HEAD"), "git.headName": "refs/heads/main" },
    ...{ "git.author": "Ada", "git.author.email": "ada@example.com" },
    ...{ "git.committer": "Ada", "git.committer.email": "ada@example.com" },
  };
  mkdirSync(join(folder, "shop"));
  const at = () => commitOf(join(folder, "shop"));
  expect(await at()).toEqual({
    ...{ title: "Sell more", environment: { ...environment, "git.dirty": "false" } },
  });
  writeFileSync(join(folder, "new.py"), "");
  git("checkout", "--quiet", "--detach");
  const { "git.headName": _, ...detached } = environment;
  expect((await at())?.environment).toEqual({ ...detached, "git.dirty": "true" });
});

test("there is none where there is no repository", async () => {
  expect(await commitOf(repository().folder)).toBeUndefined();
});
