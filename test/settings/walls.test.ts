import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { SECTIONS } from "../../settings/sections";

const root = join(__dirname, "../..");

const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));

const textOf = (file: string) => readFileSync(join(root, file), "utf8");

/** The project's own files that a folder's files load, by the folders that they are in. */
const loadedBy = (folder: string) =>
  filesIn(folder).flatMap((file) =>
    [...textOf(file).matchAll(/(?:from|import\(|require\()\s*"(\.[^"]*)"/g)].map(
      ([, path = ""]) => `${file}: ${relative(root, join(root, dirname(file), path))}`,
    ),
  );

/** What is loaded from none of these folders. */
const loadedElsewhere = (folder: string, allowed: readonly string[]) =>
  loadedBy(folder).filter(
    (line) => !allowed.some((name) => line.split(": ")[1]?.startsWith(`${name}/`)),
  );

describe("settings/", () => {
  test("loads nothing of the project but itself, shared/ and the registry of databases", () => {
    expect(loadedBy("settings").length).toBeGreaterThan(100);
    const elsewhere = loadedElsewhere("settings", ["settings", "shared"]);
    expect(elsewhere.filter((line) => !line.endsWith(": components/databases"))).toEqual([]);
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
    const folders = readdirSync(join(root, "settings/sections"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders).toEqual(Object.keys(SECTIONS).sort());
  });
});
