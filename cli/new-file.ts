import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../shared/errors";

/** The path of a file to be. */
export function newFile(cwd: string, file: string): string {
  const path = resolve(cwd, file);
  if (existsSync(path)) throw new UserError(`there is a file ${path} already; name another one`);
  return path;
}
