import { UserError } from "../errors";

/** A key with its namespace; one without gets the project's. */
export function qualifyKey(key: string, project: string): string {
  const [namespace, middle, name, ...rest] = key.split(":");
  if (middle === undefined) return `${project}:${key}`;
  if (name === undefined) return key;
  // The form `namespace:config:key` is an old way to write the same.
  if (middle === "config" && rest.length === 0) return `${namespace}:${name}`;
  throw new UserError(
    `could not parse ${key} as a configuration key (configuration keys should be of the form \`<namespace>:<name>\`)`,
  );
}
