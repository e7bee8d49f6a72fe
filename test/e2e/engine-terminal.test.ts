import { execFile } from "node:child_process";
import { promisify, stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandOf } from "../support/engines";
import { TinyProject } from "../support/tiny-project";

const project = new TinyProject('import { Thing } from "./thing";\nnew Thing("one");');
beforeAll(() => project.run(["stack", "init", "dev"]));
afterAll(() => project.remove());

/** What a command shows on a terminal, which util-linux's `script` makes. */
async function onTerminal(...args: string[]): Promise<string> {
  const words = [...commandOf("embedded"), ...args].map((word) => `'${word}'`);
  const env = { ...process.env, TERM: "xterm", PULUMI_CONFIG_PASSPHRASE: "tiny" };
  const options = { cwd: project.folder, env };
  const script = ["--quiet", "--return", "--command", words.join(" "), "/dev/null"];
  const { stdout } = await promisify(execFile)("script", script, options);
  return stripVTControlCharacters(stdout);
}

test("a terminal gets the live tree", async () => {
  const shown = await onTerminal("up", "--stack", "dev", "--yes", "--skip-preview");
  expect(shown).toMatch(/Type +Name +Status/);
  expect(shown).toMatch(/└─ pulumi-nodejs:dynamic:Resource +one +created/);
  expect(shown).toContain("+ 2 created");
});
