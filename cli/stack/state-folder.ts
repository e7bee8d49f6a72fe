import { statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../shared/errors";
import { shellWord } from "../../shared/shell-word";

/**
 * Looks whether the folders of a file backend can be folders; they may be missing.
 *
 * @throws UserError with the first of them that is a file.
 */
export function checkStateFolders(folder: string, project: string): void {
  const root = join(folder, ".pulumi");
  const folders = [folder, root, join(root, "stacks"), join(root, "stacks", project)];
  for (const path of [...folders, join(root, "locks")]) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found || found.isDirectory()) continue;
    throw new UserError(
      `${path} is a file, where the folder with the state of the stacks has to be; move it away: mv ${shellWord(path)} ${shellWord(`${path}.old`)}`,
    );
  }
}
