import { UserError } from "../errors";
import { kindOf } from "./yaml-text";

/**
 * The name that a Pulumi.yaml gives to its project.
 *
 * @param yaml what the file has.
 * @throws UserError that names the file, where it has none.
 */
export function projectName(file: string, yaml: unknown): string {
  const kind = kindOf(yaml);
  if (kind !== "an object") {
    throw new UserError(
      `${file}: given ${kind}; accepted: a project, with the keys name and runtime; take the file back from git or a backup`,
    );
  }
  const { name } = yaml as { name?: unknown };
  if (typeof name === "string" && /^[\w.-]{1,100}$/.test(name)) return name;
  const given = typeof name === "string" ? JSON.stringify(name) : kindOf(name);
  throw new UserError(
    `${file}: name: given ${given}; accepted: letters, digits, hyphens, underscores and periods, as in the line name: shop`,
  );
}
