import { readFileSync } from "node:fs";
import { findProject, stackFile } from "../../shared/project";
import { STACK_FILE_VARIABLE } from "../../shared/stack-file-variable";
import type { StackFile } from "./problem";

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
    const project = findProject(folder);
    return project && readFileSync(stackFile(project, file.stack), "utf8");
  } catch {
    return undefined;
  }
}
