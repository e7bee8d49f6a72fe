import type { z } from "zod";
import { type Condition, type Mode, writtenDefault } from "./defaults";
import { holds } from "./filled";
import { placeAt, type SettingMeta } from "./meta";
import type { Path } from "./path";

/**
 * The default of a setting in a mode, as the documentation shows it: its value, and those that it has
 * beside other settings, such as `no (always with platform swarm)`. Pure.
 */
export function shownDefault({ defaults }: SettingMeta, mode: Mode, root: z.ZodType): string {
  if (!defaults) return "required";
  const { beside, when = [], words } = defaults;
  const inWords = typeof words === "string" ? words : words?.[mode];
  if (inWords !== undefined) return inWords;
  const valueWith = (...conditions: readonly Condition[]) => {
    const written = conditions.reduce((values, one) => put(values, one, root), {});
    return shown(writtenDefault(defaults, mode, (one) => holds(one, { root, mode, written })));
  };
  const always = beside ? [beside] : [];
  const value = valueWith(...always);
  const others = new Map<string, string[]>();
  for (const [condition] of when) {
    const other = valueWith(...always, condition);
    if (other !== value) others.set(other, [...(others.get(other) ?? []), condition.words]);
  }
  const notes = [
    ...(beside ? [`with ${beside.words}`] : []),
    ...(others.size > 0
      ? [[...others].map(([other, names]) => `${other} with ${list(names)}`).join(", ")]
      : []),
  ];
  return notes.length > 0 ? `${value} (${notes.join("; ")})` : value;
}

/** Settings under which a condition holds. */
function put(values: object, { path, is }: Condition, root: z.ZodType): object {
  const value = is ?? placeAt(root, path)?.meta?.example;
  return merged(values, path, value);
}

function merged(values: object, [key = "", ...rest]: Path, value: unknown): object {
  const inside = Reflect.get(values, key) ?? {};
  return { ...values, [key]: rest.length === 0 ? value : merged(inside, rest, value) };
}

function shown(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (Object.keys(value).length === 0) return "none";
  throw new Error("The default of a list or of a map has no words.");
}

const list = (names: readonly string[]) => names.join(", ").replace(/, ([^,]+)$/, " or $1");
