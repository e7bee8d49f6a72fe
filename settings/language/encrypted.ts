import { setCommand } from "./commands";
import type { Given } from "./given";
import { type Path, valueAt } from "./path";
import type { Problem } from "./problem";

/** A value that is encrypted in the stack file, by itself or in the midst of others. */
export interface Encrypted {
  path: Path;
  text: string;
}

/**
 * Whether the stack file has this very value in plain text. Pulumi only says which top-level keys have
 * an encrypted value somewhere in them.
 */
export function isPlain({ plain, secretKeys, values }: Given, path: Path): boolean {
  if (!secretKeys.has(String(path[0]))) return true;
  const [written, value] = [valueAt(plain, path), valueAt(values, path)];
  return isScalar(written) && String(written) === String(value);
}

/** All values that are encrypted, and those of which nobody can tell. */
export function encryptedIn(given: Given): Encrypted[] {
  return [...given.secretKeys].flatMap((key) => leaves(given.values[key], [key], given));
}

function leaves(value: unknown, path: Path, given: Given): Encrypted[] {
  if (typeof value === "object" && value !== null) {
    const isList = Array.isArray(value);
    return Object.entries(value).flatMap(([key, inner]) =>
      leaves(inner, [...path, isList ? Number(key) : key], given),
    );
  }
  if (!isScalar(value) || isPlain(given, path)) return [];
  return [{ path, text: String(value) }];
}

const isScalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** What has to be encrypted and is not. The CLI asks for the value, so that it stays out of the shell's history. */
export const inPlainText = (path: Path, given: Given): Problem => ({
  path,
  given: "a value in plain text",
  accepted: "an encrypted value",
  mend: setCommand(given.file, path, undefined, { secret: true }),
});
