import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandOf } from "../support/engines";
import { TinyProject } from "../support/tiny-project";

const project = new TinyProject('import { Thing } from "./thing";\nnew Thing("one");');
beforeAll(() => project.run(["stack", "init", "dev"]));
afterAll(() => project.remove());

/**
 * What a command shows on a terminal, which util-linux's `script` makes.
 *
 * @param typed what somebody types once they are asked.
 */
async function onTerminal(args: readonly string[], typed = ""): Promise<string> {
  const words = [...commandOf("embedded"), ...args].map((word) => `'${word}'`);
  const env = { ...process.env, TERM: "xterm", PULUMI_CONFIG_PASSPHRASE: "tiny" };
  const script = ["--quiet", "--return", "--command", words.join(" "), "/dev/null"];
  const child = spawn("script", script, { cwd: project.folder, env });
  if (typed) child.stdout.once("data", () => child.stdin.write(typed));
  return stripVTControlCharacters(await text(child.stdout)).replaceAll("\r", "");
}

test("a terminal gets the live tree", async () => {
  const shown = await onTerminal(["up", "--stack", "dev", "--yes", "--skip-preview"]);
  expect(shown).toMatch(/Type +Name +Status/);
  expect(shown).toMatch(/└─ pulumi-nodejs:dynamic:Resource +one +created/);
  expect(shown).toContain("+ 2 created");
});

const set = (...words: string[]) => ["config", "set", "--stack", "dev", ...words];
const stored = async (key: string) =>
  (await project.run(["config", "get", "--stack", "dev", key])).output;

test("a setting without a value is asked for; a secret is not shown as it is typed", async () => {
  expect(await onTerminal(set("greeting"), "Hello you\r")).toBe("value: Hello you\n");
  expect(await stored("greeting")).toBe("Hello you\n");
  expect(await onTerminal(set("--secret", "password"), "s3cret words\r")).toBe("value: \n");
  expect(await stored("password")).toBe("s3cret words\n");
});

test.each([
  ["Ctrl-C", "\u0003"],
  ["the end of the input", "\u0004"],
])("%s sets nothing", async (_, typed) => {
  const shown = await onTerminal(set("--secret", "password"), typed);
  expect(shown).toContain("error: no value was given; nothing was set");
  expect(await stored("password")).toBe("s3cret words\n");
});
