import { describe, expect, test } from "vitest";
import { IgnoreFile, parse } from "../../../docker/context/ignore-file";
import { compilePattern } from "../../../docker/context/pattern";

describe("a pattern", () => {
  test.each<[string, string[], string[]]>([
    ["a/b.txt", ["a/b.txt"], ["A/b.txt", "a/bxtxt", "x/a/b.txt"]],
    ["*.py", ["a.py", ".py"], ["a/b.py", "a.pyc", "a.PY"]],
    ["a?c", ["abc", "a\u{1f600}c"], ["ac", "a/c"]],
    ["**/a", ["a", "x/a", "x/y/a"], ["xa", "a/b"]],
    ["**a", ["a", "xa", "x/ya"], ["ab"]],
    ["a/**", ["a/b", "a/b/c"], ["a", "ab"]],
    ["a**", ["a", "ab", "a/b"], ["ba"]],
    ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb"]],
    ["**", ["a", "a/b"], []],
    ["[a-c]x", ["ax", "cx"], ["dx", "Ax"]],
    ["[^a-c]x", ["dx"], ["ax"]],
    ["[!a]x", ["!x", "ax"], ["bx"]],
    ["[[:digit:]]x", ["1x"], ["ax"]],
    ["a\\*b", ["a*b"], ["axb"]],
    ["a+(b).$", ["a+(b).$"], ["aab"]],
    // What Docker does not heed.
    ["a|b*", ["abc", "cb"], ["c"]],
    ["x{2}y*", ["xxy"], ["x{2}y"]],
    ["x{a}*", ["x{a}b"], ["xa"]],
    ["a\\d?", ["a1b"], ["adb"]],
    ["*.\\-", ["a.-"], ["a.b"]],
  ])("%s", (pattern, matched, others) => {
    const matches = compilePattern(pattern);
    expect(matched.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });

  test.each([
    ["[", "its [ has no ]"],
    ["a[b", "its [ has no ]"],
    ["[]a]", "there is nothing between [ and ]"],
    ["[a", "its [ has no ]"],
    ["[-a]", "stands between two characters"],
    ["[b-a]", "begins after its end"],
    ["a\\", "nothing to escape"],
    ["*{2}", "no meaning"],
    ["*\\c", "\\c means nothing in it"],
  ])("%s is refused", (pattern, why) => {
    expect(() => compilePattern(pattern)).toThrow(why);
  });

  test("matches names that are not UTF-8 where it says nothing of their bytes", () => {
    expect(compilePattern("caf?.txt")("caf\udce9.txt")).toBe(true);
  });
});

describe("an ignore file", () => {
  const read = (text: string) =>
    new IgnoreFile("app/.dockerignore", parse("app/.dockerignore", text));
  const ignored = (text: string, path: string) => read(text).cause(path) !== undefined;

  test("reads lines as Docker does", () => {
    const text = "\ufeff# no\r\n  /a/  \r\n\r\n./b//c\n! d\n #e\n";
    const patterns = parse("x", text).map(({ line, path, isException }) => [
      line,
      path,
      isException,
    ]);
    expect(patterns).toEqual([
      [2, "a", false],
      [4, "b/c", false],
      [5, "d", true],
      [6, "#e", false],
    ]);
  });

  test.each([
    ["a\n!a/keep", "a/keep", false],
    ["a\n!a/keep", "a/other", true],
    ["a\n!a/keep\na/keep/x", "a/keep/x", true],
    ["!a\na", "a", true],
    ["A", "a", false],
  ])("%j takes %s away: %s", (text, path, expected) => {
    expect(ignored(text, path)).toBe(expected);
  });

  test("knows the line that takes a path away", () => {
    expect(read("b\n*.txt\na\n").cause("a/x.txt")).toMatchObject({ line: 3, text: "a" });
  });

  test.each([
    ["a", "a", false],
    ["a\n!b", "a", false],
    ["a\n!a/b", "a", true],
    ["a\n!a/b/**", "a/b", true],
    ["a\n!**/b", "a", true],
  ])("with %j, something may be left below %s: %s", (text, folder, expected) => {
    expect(read(text).mayKeepBelow(folder)).toBe(expected);
  });

  test.each(["!", "!/"])("%s is refused with file and line", (line) => {
    expect(() => read(`a\n${line}\n`)).toThrow(
      `app/.dockerignore:2: Docker refuses the pattern ${line}: it excepts nothing`,
    );
  });
});
