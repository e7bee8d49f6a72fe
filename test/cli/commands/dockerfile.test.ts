import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine } from "./answers";

const shell = commandLine();

test.each([
  ["dockerfile", "dockerfile: which folder is the app in? ./pulumiw dockerfile FOLDER; see"],
  ["dockerfile nowhere", "there is no folder nowhere"],
  ["dockerfile a b", 'dockerfile: given "b"; accepted: ./pulumiw dockerfile FOLDER;'],
])("%s is told", async (words, message) => {
  await expect(shell.run(words)).rejects.toThrow(message);
});

test("dockerfile prints what it would write", async () => {
  writeFileSync(join(shell.folder, "app.py"), "from flask import Flask\napp = Flask(__name__)\n");
  writeFileSync(join(shell.folder, "requirements.txt"), "flask\n");
  await shell.run("dockerfile --print .");
  expect(shell.printed).toMatch(/^FROM base AS prod$/m);
  expect(readdirSync(shell.folder)).not.toContain("Dockerfile");
});
