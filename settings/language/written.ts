import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { findProjectFile } from "../../shared/project-file";
import { STACK_FILE_VARIABLE } from "../../shared/stack-file-variable";
import { fileNameOf, type StackFile } from "./problem";

/**
 * The stack file of the project that a folder belongs to, as it is written; undefined where it cannot be
 * read, as the engine that has read it may know another place.
 *
 * @param folder one of the project's; the working folder if not given.
 */
export function writtenText(file: StackFile, folder = process.cwd()): string | undefined {
  try {
    const elsewhere = process.env[STACK_FILE_VARIABLE];
    if (elsewhere) return readFileSync(elsewhere, "utf8");
    const project = findProjectFile(folder);
    if (!project) return undefined;
    const { stackConfigDir, config } = parse(readFileSync(project, "utf8")) ?? {};
    // Older projects name the folder with `config`.
    const named = stackConfigDir ?? (typeof config === "string" ? config : ".");
    return readFileSync(join(dirname(project), String(named), fileNameOf(file)), "utf8");
  } catch {
    return undefined;
  }
}
