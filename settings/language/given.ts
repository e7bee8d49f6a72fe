import type { SettingMeta } from "./meta";
import { type Path, valueAt } from "./path";
import type { StackFile } from "./problem";

/** What a stack file says, after JSON was parsed and before anything was checked. */
export interface Given {
  file: StackFile;
  values: Readonly<Record<string, unknown>>;
  /** The top-level keys with an encrypted value somewhere in them: Pulumi does not say where. */
  secretKeys: ReadonlySet<string>;
  /** The values as they are written, as far as that is known; encrypted ones are `{secure: ...}`. */
  plain: Readonly<Record<string, unknown>>;
}

/** Whether the value at a path may be a secret, so that neither message nor command may show it. */
export function isHidden(given: Given, path: Path, meta?: SettingMeta): boolean {
  return meta?.secret === true || given.secretKeys.has(String(path[0]));
}

/** The value at a path as a message shows it: short, on one line, and never a secret. */
export function showAt(given: Given, path: Path, meta?: SettingMeta): string {
  const value = valueAt(given.values, path);
  if (value === undefined) return "nothing";
  if (value === null || value === "") return "an empty value";
  if (meta?.secret || (path.length === 1 && isHidden(given, path))) return "[secret]";
  if (Array.isArray(value)) return value.length > 0 ? "a list" : "an empty list";
  if (typeof value === "object") return "an object";
  if (isHidden(given, path))
    return `a value that is not shown, since ${path[0]} has encrypted ones`;
  // At the top every value arrives as a text, whatever the stack file says.
  const isBare =
    path.length === 1 && typeof value === "string" && /^-?\d+(\.\d+)?$|^(true|false)$/.test(value);
  return isBare ? value : show(value);
}

/** The login of an address, such as `user:token@` in that of a package index; no image's digest. */
const LOGIN = /[^\s/"]+:[^\s/"]*@(?!sha256:)/;

export const hasLogin = (value: string) => LOGIN.test(value);

/** A scalar on one line, without the login of an address. */
export function show(value: unknown): string {
  const text = JSON.stringify(value).replace(LOGIN, "***@");
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
