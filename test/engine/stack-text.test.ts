import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { parseStackText } from "../../engine/config/stack-text";
import { UserError } from "../../engine/errors";
import { innerWords, seeded } from "../support/seeded";

const NAME = "Pulumi.dev.yaml";
const TOP = "config, encryptionsalt, secretsprovider, encryptedkey, environment";

/** What is said of a text; undefined where it is read. */
function told(text: string): string | undefined {
  try {
    parseStackText(NAME, text);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

const ten = (item: string) => `[${Array(10).fill(item).join(", ")}]`;
const BOMB = ["a: &a x", ..."bcdef"]
  .map((line, at) => (at === 0 ? line : `${line}: &${line} ${ten(`*${"abcdef"[at - 1]}`)}`))
  .map((line) => `  ${line}\n`)
  .join("");

describe("a stack file that cannot be read is told in one line, with its place and what to do", () => {
  test.each([
    ["- a\n", `: given a list; accepted: the keys ${TOP}; settings stand below the key config`],
    ["hello\n", `: given a text; accepted: the keys ${TOP}; settings stand below the key config`],
    ["5\n", `: given a number; accepted: the keys ${TOP}; settings stand below the key config`],
    [
      "mode: dev\n",
      `: mode: given a key that does not exist at the top of a stack file; accepted: ${TOP}; a setting stands below config:, indented by two spaces`,
    ],
    [
      "confg: {}\n",
      `: confg: given a key that does not exist at the top of a stack file; accepted: ${TOP}; did you mean config?`,
    ],
    ["config: [a]\n", ": config: given a list; accepted: settings, a line each: KEY: VALUE"],
    ["config: hello\n", ": config: given a text; accepted: settings, a line each: KEY: VALUE"],
    [
      "encryptionsalt: 5\n",
      ": encryptionsalt: given a number; accepted: a text; take the line back from git or a backup",
    ],
    [
      "config: &a\n  x: *a\n",
      ": given the alias *a inside of its own anchor; accepted: a value that ends; remove it",
    ],
    ["config: {x: *a}\n", ": given the alias *a; accepted: one whose anchor &a stands before it"],
    [
      `config:\n${BOMB}`,
      ": given aliases that stand for too many values; accepted: at most 100; write the values out",
    ],
    [
      "config:\n  <<: [1]\n",
      ": given a merge key << without an object; accepted: <<: *NAME, of an object with the anchor &NAME",
    ],
    [
      "config:\n  a: 1\n  a: 2\n",
      ", line 3, column 3: given a key that stands there twice; accepted: each key once; remove one of them",
    ],
    [
      "config:\n\ta: b\n",
      ", line 2, column 1: given a tab; accepted: spaces before a key; replace the tab by two spaces",
    ],
    [
      "config: {}\n---\nconfig: {}\n",
      ", line 2, column 1: given a second document after ---; accepted: one; remove the rest",
    ],
    [
      'config:\n  a: "b\n  c: [d\n',
      ", line 4, column 1: given a text or list without its end; accepted: one that is closed; add what closes it",
    ],
    [
      "config:\n  a: b\n c: d\n",
      ", line 3, column 1: given what is no YAML: All mapping items must start at the same column; mend the line",
    ],
    [
      "config: {? [a] : b}\n",
      ": given a key that is a list, an object or an alias; accepted: a text",
    ],
    ["config: {a: .nan}\n", ": given .nan; accepted: texts, numbers, true and false"],
    [
      "config: {a: !!foo b}\n",
      ", line 1, column 13: given a tag (!NAME) that nobody knows; accepted: plain values; remove it",
    ],
    [
      "config:\n  a: \0b\n",
      ", line 2: given bytes that are no UTF-8 text; accepted: YAML; take the file back from git or a backup",
    ],
    [
      readFileSync(process.execPath).subarray(0, 4096).toString("utf8"),
      ", line 1: given bytes that are no UTF-8 text; accepted: YAML; take the file back from git or a backup",
    ],
    [
      Buffer.from("\uFEFFconfig: {}\n", "utf16le").toString("utf8"),
      ": given UTF-16 text; accepted: UTF-8; save it as that",
    ],
    [
      Buffer.from("config: {}\n", "utf16le").toString("utf8"),
      ": given UTF-16 text; accepted: UTF-8; save it as that",
    ],
  ])("%j", (text, message) => {
    expect(told(text)).toBe(NAME + message);
  });

  test("lists in lists without an end", () => {
    expect(told(`config: {a: ${"[".repeat(50_000)}}\n`)).toMatch(
      /^Pulumi\.dev\.yaml, line 1, column \d+: given lists or objects one inside of the other, too many to be read; accepted: some hundreds$/,
    );
  });

  test("all at once, a line each", () => {
    expect(told("colour: red\nconfig: 5\n")?.split("\n")).toHaveLength(2);
  });
});

test.each([
  "",
  "# a comment\n",
  "null\n",
  "config:\n",
  "\uFEFFconfig: {a: b}\n",
  "config: {a: äß€}\n",
])("%j is a stack file", (text) => expect(told(text)).toBeUndefined());

test("merge keys and aliases mean what the official CLI takes them for", () => {
  const text = "config:\n  a: &base {x: 1, y: 2}\n  b:\n    <<: *base\n    y: 3\n  c: *base\n";
  expect(parseStackText(NAME, text).toJS()).toEqual({
    config: { a: { x: 1, y: 2 }, b: { x: 1, y: 3 }, c: { x: 1, y: 2 } },
  });
});

describe("texts by chance", () => {
  const GOOD = readFileSync(`${__dirname}/fixtures/Pulumi.official.yaml`, "utf8");
  const PIECES = [
    ..."\t\n:,[]{}#&*!|>'\"%@`-?=~<\\\0\uFFFD",
    ...[
      "---",
      "...",
      "<<: ",
      "*a",
      "&a ",
      "!!str ",
      "!!set ",
      "config:",
      "secure:",
      "null",
      ".inf",
    ],
    ...["0x1", "1e999", "~", "\r", "\u2028", "💥", "  ", "? ", "- ", "\uFEFF", "%YAML 9.9\n---\n"],
  ];

  /** A sound file with a few pieces put in, taken out or moved. */
  function damaged(seed: number): string {
    const { int, pick } = seeded(seed);
    let text = seed % 3 === 0 ? "" : GOOD;
    for (let edits = 1 + int(seed % 3 === 0 ? 30 : 4); edits > 0; edits--) {
      const at = int(text.length + 1);
      const cut = int(4) === 0 ? int(20) : 0;
      text = text.slice(0, at) + pick(PIECES) + text.slice(at + cut);
    }
    return text;
  }

  test("are read, or refused in words that name the file", () => {
    const refused: string[] = [];
    for (let seed = 1; seed <= 500; seed++) {
      const message = told(damaged(seed));
      if (message === undefined) continue;
      refused.push(message);
      const lines = message.split("\n");
      expect(
        lines.filter((line) => !line.startsWith(NAME) || innerWords(line)),
        `seed ${seed}`,
      ).toEqual([]);
    }
    expect(refused.length).toBeGreaterThan(250);
  });
});
