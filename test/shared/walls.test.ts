import { expect, test } from "vitest";
import { loadedBy, loadedElsewhere } from "../support/loaded-files";

test("shared/ loads nothing of the project but itself", () => {
  expect(loadedBy("shared").length).toBeGreaterThan(5);
  expect(loadedElsewhere("shared", ["shared"])).toEqual([]);
});

test.each(["engine", "deploy", "settings", "components", "docker"])(
  "%s/ loads nothing of the wrapper",
  (folder) => {
    const loaded = loadedBy(folder);
    expect(loaded.length).toBeGreaterThan(5);
    expect(loaded.filter((line) => line.includes(": cli/"))).toEqual([]);
  },
);
