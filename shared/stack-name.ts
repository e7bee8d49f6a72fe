/** A stack's name without organization and project. */
export const shortName = (stack: string) => stack.split("/").at(-1) ?? stack;

/** The name of the file with a stack's settings. */
export const stackFileName = (stack: string) => `Pulumi.${stack}.yaml`;

/**
 * What is wrong with a stack's name, which may have organization and project before it; undefined
 * where nothing is. The official CLI takes `..` and `-`, and writes files that it does not find again.
 */
export function stackNameProblem(name: string): string | undefined {
  const parts = name.split("/");
  const stack = parts.at(-1) ?? "";
  const given = `the stack name ${JSON.stringify(name)}`;
  if (parts.length > 3 || parts.slice(0, -1).includes("")) {
    return `${given}: accepted: STACK, PROJECT/STACK or ORGANIZATION/PROJECT/STACK`;
  }
  if (/^[A-Za-z0-9_][\w.-]{0,99}$/.test(stack)) return undefined;
  return `${given}: accepted: up to 100 letters, digits, hyphens, underscores and periods, the first a letter, a digit or an underscore; choose another`;
}
