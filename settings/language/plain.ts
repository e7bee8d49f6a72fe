import { parse } from "yaml";

/**
 * A stack file's settings of its project as they are written: what is encrypted is `{secure: ...}`.
 * Empty where there is no such file, as with `--config-file` of a CLI that nobody wraps: everything that may
 * be encrypted is then taken to be.
 *
 * @param text of the file.
 */
export function plainSettings(text: string | undefined, project: string): Record<string, unknown> {
  const prefix = new RegExp(`^${project}:(config:)?`);
  const entries = Object.entries(configOf(text));
  return Object.fromEntries(entries.map(([key, value]) => [key.replace(prefix, ""), value]));
}

function configOf(text: string | undefined): object {
  try {
    return (text !== undefined && parse(text).config) || {};
  } catch {
    return {};
  }
}
