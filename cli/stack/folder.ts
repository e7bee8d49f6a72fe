import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../../shared/errors";

/**
 * The folder that a command is about.
 *
 * @param given what `--cwd` says.
 * @throws UserError where there is no such folder.
 */
export function folderOf(cwd: string, given: string | undefined): string {
  const folder = resolve(cwd, given ?? ".");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new UserError(
    `--cwd: given ${given ?? folder}; accepted: the folder of a project; there is no folder ${folder}`,
  );
}
