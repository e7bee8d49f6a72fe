import { expect, test } from "vitest";
import { lastLines } from "../../shared/last-lines";

test("keeps the last lines that say something", () => {
  expect(lastLines("one\n\ntwo\r\n 10%\r100%\n\n", 3)).toEqual(["two", " 10%", "100%"]);
});

test("an empty output has none", () => {
  expect(lastLines("")).toEqual([]);
});
