import { expect, test } from "vitest";
import { circleIn, sourcesIn } from "./support/imports";

const ROOMS =
  "backup bench cli components deploy docker engine examples images policy settings shared".split(
    " ",
  );
const MAX_LINES = 250;

test(`no file has more than ${MAX_LINES} lines`, () => {
  const long = ROOMS.flatMap(sourcesIn)
    .filter(({ file }) => !file.includes("node_modules"))
    .map(({ file, text }) => ({ file, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});

test("files load one another in no circle", () => {
  expect(circleIn(ROOMS.flatMap(sourcesIn))).toBeUndefined();
});
