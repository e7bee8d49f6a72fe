import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { parse as parseYaml } from "yaml";
import { SettingsError } from "../../settings/language/problem";
import { writtenText } from "../../settings/language/written";
import { parseSettings } from "../../settings/parse";
import { FILE, rawConfig } from "./raw-config";

/** The problems of a stack file as it is written, read as the embedded engine does. */
function problemsOf(text: string, read: Record<string, unknown> = parseYaml(text).config) {
  try {
    parseSettings(FILE, { ...rawConfig(read), text });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const inEnv = (value: string) => `config:\n  mode: dev\n  app:\n    env:\n      A: ${value}\n`;

describe("a text without quotes that one reader takes for another", () => {
  test.each([
    ...["010", "0o10", "0x1F", "1_000", "0b11", "+1", "1.10", "1.0", "1e3", "08", "-01"],
    ...["yes", "No", "on", "OFF", "y", "True", "FALSE"],
    ...["12:30", "1:30:00", "2026-11-30", "2026-11-30T10:00:00Z"],
  ])("%s is refused", (value) => {
    expect(problemsOf(inEnv(value))).toEqual([
      {
        path: ["app", "env", "A"],
        given: `${value} without quotes, which not every reader of YAML takes for the same`,
        accepted: "a text in quotes",
        mend: expect.stringMatching(
          /^pulumi config set --stack dev --path --type string app\.env\.A (-- )?\S+$/,
        ),
      },
    ]);
  });

  test.each([
    ...["8", "-1", "1.5", "0", "0.25", "true", "false", "text", "1.2.3", "v1", "a_b", "noon"],
    ...['"010"', "'yes'", "12:75", "10.0.0.1", "sha256:12", "127.0.0.1:8000"],
  ])("%s is fine", (value) => expect(problemsOf(inEnv(value))).toEqual([]));
});

test("both engines say the same of what they read in different ways", () => {
  const text = "config:\n  mode: dev\n  app:\n    env: {A: 010}\n    port: 010000\n";
  const official = { mode: "dev", app: { env: { A: 8 }, port: 4096 } };
  expect(problemsOf(text)).toEqual(problemsOf(text, official));
  expect(problemsOf(text)).toMatchObject([
    { path: ["app", "env", "A"] },
    {
      path: ["app", "port"],
      accepted: "digits as they are meant, or a text in quotes",
      mend: "write it in quotes, or as the number that is meant: pulumi config set --stack dev --path --type string app.port 010000",
    },
  ]);
});

test.each([
  ["a setting that takes the word itself", "  restart: no\n"],
  ["a number as a number", "  limits: {cpus: 1.0}\n"],
  ["an encrypted value", "  app: {secrets: {a: {secure: 010}}}\n"],
  ["another namespace", "  docker:registryAuth: 010\n"],
  ["a comment, and nothing", "  app: # 010\n    env: {}\n"],
])("%s is fine", (_, lines) => {
  const text = `config:\n  mode: dev\n${lines}`;
  const problems = problemsOf(text, { mode: "dev" });
  expect(problems).toEqual([]);
});

test("the file is not believed where the engine has read another one", () => {
  expect(problemsOf(inEnv("010"), { mode: "dev", app: { env: { A: "x" } } })).toEqual([]);
  expect(problemsOf(inEnv("010"), { mode: "dev" })).toEqual([]);
});

test("with an encrypted value beside it, nothing is shown", () => {
  const text = inEnv("010");
  const raw = { ...rawConfig(parseYaml(text).config, ["app"]), text };
  expect(() => parseSettings(FILE, raw)).toThrow(/app\.env\.A: given a value without quotes/);
});

test("a release of digits that a reader would take for a number", () => {
  expect(problemsOf("config:\n  mode: dev\n  release: 5e12345678901234\n")).toMatchObject([
    { path: ["release"], accepted: "a text in quotes" },
  ]);
});

test("a NUL is refused wherever a program would be given it, and not in a secret", () => {
  const app = { env: { A: "a\0b" }, command: ["echo", "\0"], secrets: { key: "\0" } };
  const problems = problemsOf("", { mode: "prod", app });
  expect(problems.filter(({ given }) => given.includes("NUL")).map(({ path }) => path)).toEqual([
    ["app", "env", "A"],
    ["app", "command", 1],
  ]);
});

test("the file is that of the project around the working folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-written-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(join(folder, "program"));
  onTestFinished(() => cwd.mockRestore());
  mkdirSync(join(folder, "program"));
  mkdirSync(join(folder, "stacks"));
  expect(writtenText(FILE)).toBeUndefined();
  writeFileSync(join(folder, "Pulumi.yaml"), "name: berth\n");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), "here");
  expect(writtenText(FILE)).toBe("here");
  writeFileSync(join(folder, "Pulumi.yaml"), "name: berth\nstackConfigDir: stacks\n");
  expect(writtenText(FILE)).toBeUndefined();
  writeFileSync(join(folder, "stacks", "Pulumi.dev.yaml"), "there");
  expect(writtenText(FILE)).toBe("there");
});

test("a word of a command that one reader takes for another", () => {
  const command = (words: string) =>
    `config:\n  mode: dev\n  app:\n    command: [serve, ${words}]\n`;
  expect(problemsOf(command("-w, 4, on, true, 8000"))).toEqual([]);
  for (const word of ["010", "1.10", "1_000"]) {
    expect(problemsOf(command(word))).toMatchObject([
      { path: ["app", "command", 1], accepted: "a text in quotes" },
    ]);
  }
});

test("a setting that is written with its namespace and without", () => {
  const text = "config:\n  mode: dev\n  berth:mode: prod\n";
  expect(problemsOf(text, { mode: "prod" })).toEqual([
    {
      path: ["mode"],
      given: "it twice, as mode and as berth:mode",
      accepted: "one of the two",
      mend: "remove one of the two from Pulumi.dev.yaml",
    },
  ]);
});

test.each([
  "app: {env: {__proto__: x}}",
  "app: {processes: {__proto__: x}}",
  "services: {__proto__: x}",
])("a name that would be lost: %s", (setting) => {
  expect(problemsOf(`config:\n  mode: dev\n  ${setting}\n`)).toMatchObject([
    { given: 'the name "__proto__"', mend: expect.stringMatching(/^rename .*__proto__ in /) },
  ]);
});
