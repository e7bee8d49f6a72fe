import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { findProject, stackFile } from "../wrapper/project";

/**
 * A stack file's settings of its project as they are written: what is encrypted is `{secure: ...}`.
 * Empty where there is no such file, as with `--config-file`: everything that may be encrypted is then
 * taken to be.
 *
 * @param folder one of the project's.
 */
export function plainSettings(folder: string, stack: string): Record<string, unknown> {
  const project = findProject(folder);
  if (!project) return {};
  const prefix = new RegExp(`^${project.name}:(config:)?`);
  const entries = Object.entries(configOf(stackFile(project, stack)));
  return Object.fromEntries(entries.map(([key, value]) => [key.replace(prefix, ""), value]));
}

function configOf(file: string): object {
  try {
    return parse(readFileSync(file, "utf8")).config ?? {};
  } catch {
    return {};
  }
}
