import { accessSync, statSync } from "node:fs";

/**
 * Whether there is a file, not a folder, that this process may use in a way.
 *
 * @param mode `constants.R_OK` to read it, `constants.X_OK` to run it.
 */
export function isFile(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
