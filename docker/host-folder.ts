import { statSync } from "node:fs";

/** The bits that let a user who is neither owner nor of the group read and enter a folder. */
const READABLE_BY_OTHERS = 0o5;

/**
 * What keeps a container's own user from reading a folder of this machine; undefined where nothing
 * does.
 *
 * @param path absolute
 */
export function folderProblem(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return `there is no folder ${path}`;
  if ((stats.mode & READABLE_BY_OTHERS) === READABLE_BY_OTHERS) return undefined;
  return `only its owner may read the folder ${path}, and the container has a user of its own; open it: chmod -R a+rX ${path}`;
}
