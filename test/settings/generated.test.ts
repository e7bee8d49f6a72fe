import { describe, expect, it } from "vitest";
import { documentedSettings } from "../../settings/docs";
import { formatPath } from "../../settings/language/path";
import { SettingsError } from "../../settings/language/problem";
import { parseSettings } from "../../settings/parse";
import { innerWords, seeded } from "../support/seeded";
import { FILE, rawConfig } from "./raw-config";

const settings = documentedSettings();

/** Values of each type that YAML has, and texts that are near to what some setting accepts. */
const VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e21, 2 ** 53, "", " ", "x", "none", "0", "-1", "010", "1e3"],
  ...["true", "NO", "null", "[", "{", "[]", "{}", '{"a":', "a b", "a\nb", "ünï", "x".repeat(5000)],
  ...["../..", "/", "~", "127.0.0.1:0", "1.2.3.4:99999", "tcp://", "ssh://", "https://", "a:b@c:d"],
  ...["__proto__", "constructor", "$(id)", "%s", "\u0000", "\uD800", "512", "512mb", "-5m"],
  ...[
    [],
    [null],
    [[]],
    ["x"],
    [{}],
    {},
    { x: 1 },
    { "": "" },
    { secure: "v1:x" },
    { a: { b: {} } },
  ],
  ...[{ constructor: 1 }, { toString: "x" }, Array(200).fill("x")],
];

/** The problems of a stack file; none where it is accepted. */
function problemsOf(values: Record<string, unknown>) {
  try {
    parseSettings(FILE, rawConfig({ mode: "dev", ...values }));
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}

function expectWords(error: SettingsError, what: unknown): void {
  const lines = error.message.split("\n");
  const bad = lines.filter((line) =>
    innerWords(line.replace(/given ("(\\.|[^"\\])*"?(\.\.\.)?)/, "")),
  );
  expect([what, bad]).toEqual([what, []]);
  for (const { path, given, accepted, mend } of error.problems) {
    const isWhole = [path.length > 0, given, accepted, mend].every(Boolean);
    const isCommand = /^(pulumi config |rename |\.\/pulumiw |[a-z])/.test(mend);
    expect([what, isWhole, isCommand]).toEqual([what, true, true]);
  }
}

const nested = (path: readonly (string | number)[], value: unknown) =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;

describe("values of each type in each key are accepted, or told with key, given, accepted and mend", () => {
  it.each(settings.map(({ place }) => [formatPath(place), place] as const))("%s", (_, path) => {
    let refused = 0;
    for (const value of VALUES) {
      const error = problemsOf(nested(path, value));
      if (!error) continue;
      refused++;
      expectWords(error, value);
    }
    expect(refused).toBeGreaterThan(0);
  });
});

it("many settings at once, by chance", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { int, pick } = seeded(seed);
    const values: Record<string, unknown> = {};
    for (let count = 1 + int(6); count > 0; count--) {
      const { path } = pick(settings);
      Object.assign(values, nested(path, pick(VALUES)));
    }
    if (int(3) === 0)
      values[pick(["colour", "app.port", "mode:x", "docker:host", "__proto__"])] = pick(VALUES);
    const error = problemsOf(values);
    if (error) expectWords(error, seed);
  }
});
