import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SECTIONS } from "../../settings/sections";
import { filesIn, loadedBy, loadedElsewhere, textOf } from "../support/loaded-files";

describe("settings/", () => {
  test("loads nothing of the project but itself, shared/ and the registry of databases", () => {
    expect(loadedBy("settings").length).toBeGreaterThan(100);
    const elsewhere = loadedElsewhere("settings", ["settings", "shared"]);
    expect(elsewhere.filter((line) => !/: components\/databases(\/engine)?$/.test(line))).toEqual(
      [],
    );
  });

  test("language/ loads nothing of the sections", () => {
    expect(loadedElsewhere("settings/language", ["settings/language", "shared"])).toEqual([]);
  });

  test("language/ knows no setting by name", () => {
    const keys = Object.keys(SECTIONS).filter((key) => key !== "mode");
    const named = new RegExp(`(?:["'\`]|\\.)(?:${keys.join("|")})(?:["'\`]|\\.\\w|\\[)`);
    const lines = filesIn("settings/language").flatMap((file) =>
      textOf(file)
        .split("\n")
        .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line) && named.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(lines).toEqual([]);
  });

  test("each folder of sections/ is a setting at the top, and each setting a folder", () => {
    const folders = readdirSync(join(__dirname, "../../settings/sections"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders).toEqual(Object.keys(SECTIONS).sort());
  });
});
