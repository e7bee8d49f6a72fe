import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(__dirname, "../..");

/** The TypeScript files of a folder of the project, by their paths in it. */
export const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));

export const textOf = (file: string) => readFileSync(join(root, file), "utf8");

/** The project's own files that a folder's files load, types among them, as `FILE: LOADED`. */
export const loadedBy = (folder: string) =>
  filesIn(folder).flatMap((file) =>
    [...textOf(file).matchAll(/(?:from|import\(|require\()\s*"(\.[^"]*)"/g)].map(
      ([, path = ""]) => `${file}: ${relative(root, join(root, dirname(file), path))}`,
    ),
  );

/** What of that is in none of these folders. */
export const loadedElsewhere = (folder: string, allowed: readonly string[]) =>
  loadedBy(folder).filter(
    (line) => !allowed.some((name) => line.split(": ")[1]?.startsWith(`${name}/`)),
  );
