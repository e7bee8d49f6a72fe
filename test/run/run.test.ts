import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { longWords, PARTS, shortWords, WHOLE_FILES } from "./short";
import { summary } from "./summary";

const source = (file: string) => readFileSync(resolve(__dirname, "../..", file), "utf8");

test.each(Object.entries({ ...WHOLE_FILES, ...PARTS }))(
  "%s has tests of the names that are chosen",
  (file, names) => {
    for (const name of names) expect(source(file)).toContain(name);
  },
);

test.each(Object.entries(WHOLE_FILES))("%s has no tests beside those", (file, names) => {
  const top = source(file).match(/^(describe|test|it)\b/gm) ?? [];
  expect(top).toHaveLength(names.length);
});

test("what is run in part by the one is run by the other", () => {
  expect(shortWords()).toEqual(expect.arrayContaining(Object.keys(PARTS)));
  for (const file of Object.keys(PARTS)) expect(longWords()).not.toContain(file);
  for (const file of Object.keys(WHOLE_FILES)) expect(longWords()).toContain(file);
});

test("the last lines say what ran, how long, and what did not", () => {
  const ended = [
    { title: "unit tests", code: 0, ms: 151_400 },
    { title: "end-to-end tests", code: 1, ms: 9_000 },
  ];
  const why =
    "no Docker engine answers at unix:///var/run/docker.sock, and only root can start one";
  expect(summary(ended, [{ what: "all of it", why }])).toBe(
    `passed: unit tests, 2 min 31 s\nFAILED: end-to-end tests, 9 s\nleft out: all of it: ${why}`,
  );
});
