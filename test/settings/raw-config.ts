import type { RawConfig } from "../../settings/language/namespaces";

export const FILE = { project: "berth", stack: "dev" };

/**
 * A stack file's settings as the official CLI hands them to the program (seen with 3.260): every
 * top-level scalar as text, null as an empty text, lists and maps as JSON. Keys without a namespace
 * are the project's.
 */
export function rawConfig(
  values: Readonly<Record<string, unknown>>,
  secretKeys: readonly string[] = [],
): RawConfig {
  const full = (key: string) => (key.includes(":") ? key : `${FILE.project}:${key}`);
  const entries = Object.entries(values).map(([key, value]) => [full(key), textOf(value)] as const);
  return { values: Object.fromEntries(entries), secretKeys: secretKeys.map(full) };
}

function textOf(value: unknown): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
