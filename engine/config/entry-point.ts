import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors";

/**
 * Looks for a project's program, which Node.js would miss with a trace.
 *
 * @throws UserError where its package.json cannot be read, or where it is not there.
 */
export function checkEntryPoint({
  file,
  programFolder,
  entryPoint,
}: {
  /** The Pulumi.yaml. */
  file: string;
  programFolder: string;
  /** A file, or `.` for the folder itself. */
  entryPoint: string;
}): void {
  const main = mainOf(join(programFolder, "package.json"));
  if (entryPoint !== ".") {
    if (existsSync(entryPoint)) return;
    throw new UserError(
      `${file}: main: given ${entryPoint}, where no file is; accepted: the file of the program, such as index.ts`,
    );
  }
  if (typeof main === "string" || hasIndex(programFolder)) return;
  throw new UserError(
    `${programFolder} has no program: accepted: a file index.ts or index.js, or another one that the key main of ${file} names`,
  );
}

/** The key `main` of a package.json; undefined where there is none. */
function mainOf(file: string): unknown {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text)?.main;
  } catch (error) {
    throw new UserError(
      `${file}: given what is no JSON: ${(error as Error).message}; mend it, or take the file back from git or a backup`,
      { cause: error },
    );
  }
}

function hasIndex(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => /^index\.[cm]?[jt]s$/.test(name));
}
