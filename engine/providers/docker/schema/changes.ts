import { type PropertyValue, UNKNOWN } from "../../provider";
import type { Change } from "./edit-script";
import { editScript } from "./edit-script";
import type { Fields, Property } from "./property";
import { canonical, canonicalItem, isObject, isZero, stable } from "./values";

/** The smallest changes within a property that differs. `input` is what the program gives for it. */
export function changesAt(
  path: string,
  property: Property,
  old: PropertyValue,
  next: PropertyValue,
  input: PropertyValue | undefined,
): Change[] {
  if (next === UNKNOWN) return [{ path, kind: isMissing(old) ? "add" : "update" }];
  if (isMissing(old) || isMissing(next)) return [{ path, kind: kindOf(old, next) }];
  switch (property.kind) {
    case "map":
      return mapChanges(path, old, next);
    case "block":
      return blockChanges(path, property.of, old, next, input);
    case "list":
      return property.of === "string"
        ? editScript(path, asList(old), asList(next))
        : listChanges(path, property.of, asList(old), asList(next), asList(input ?? null));
    case "set":
      return setChanges(path, property, asList(old), asList(next), asList(input ?? null));
    default:
      return [{ path, kind: "update" }];
  }
}

function isMissing(value: PropertyValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function kindOf(old: PropertyValue, next: PropertyValue): Change["kind"] {
  if (isMissing(old)) return "add";
  return isMissing(next) ? "delete" : "update";
}

function asList(value: PropertyValue): PropertyValue[] {
  return Array.isArray(value) ? value : [];
}

function mapChanges(path: string, old: PropertyValue, next: PropertyValue): Change[] {
  const [before, after] = [isObject(old) ? old : {}, isObject(next) ? next : {}];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys
    .filter((key) => stable(before[key]) !== stable(after[key]))
    .map((key) => ({
      path: subpath(path, key),
      kind: kindOf(before[key] ?? null, after[key] ?? null),
    }));
}

function subpath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function blockChanges(
  path: string,
  fields: Fields,
  old: PropertyValue,
  next: PropertyValue,
  input: PropertyValue | undefined,
): Change[] {
  const at = (value: PropertyValue | undefined, name: string): PropertyValue =>
    isObject(value) ? (value[name] ?? null) : null;
  return Object.entries(fields).flatMap(([name, property]) => {
    const before = at(old, name);
    const after = at(next, name);
    if (canonical(property, before) === canonical(property, after)) return [];
    return changesAt(`${path}.${name}`, property, before, after, at(input, name));
  });
}

function listChanges(
  path: string,
  fields: Fields,
  old: PropertyValue[],
  next: PropertyValue[],
  input: PropertyValue[],
): Change[] {
  const indexes = Array.from({ length: Math.max(old.length, next.length) }, (_, i) => i);
  return indexes.flatMap((i) =>
    elementChanges(`${path}[${i}]`, fields, old[i] ?? null, next[i] ?? null, input[i]),
  );
}

function elementChanges(
  path: string,
  fields: Fields,
  old: PropertyValue,
  next: PropertyValue,
  input: PropertyValue | undefined,
): Change[] {
  if (old === null || next === null || next === UNKNOWN) return [{ path, kind: kindOf(old, next) }];
  return blockChanges(path, fields, old, next, input);
}

/**
 * Elements of a set have no index of their own. The official provider shows one where the program's
 * element is written out in full; else it shows the set as a whole.
 */
function setChanges(
  path: string,
  property: Extract<Property, { kind: "list" | "set" }>,
  old: PropertyValue[],
  next: PropertyValue[],
  input: PropertyValue[],
): Change[] {
  const texts = (items: PropertyValue[]) => items.map((item) => canonicalItem(property, item));
  const [oldTexts, nextTexts] = [texts(old), texts(next)];
  const added = next.filter((_, i) => !oldTexts.includes(nextTexts[i] ?? ""));
  const shown = new Map<number, { old?: PropertyValue; next?: PropertyValue }>();
  for (const [i, item] of old.entries()) {
    if (!nextTexts.includes(oldTexts[i] ?? "")) shown.set(i, { old: item });
  }
  for (const item of added) {
    const index = input.findIndex((given) => isWrittenOut(given, item));
    if (index < 0) return [{ path, kind: "update" }];
    shown.set(index, { ...shown.get(index), next: item });
  }
  return [...shown].flatMap(([i, change]) => {
    const before = change.old ?? null;
    const after = change.next ?? null;
    const at = `${path}[${i}]`;
    return property.of === "string"
      ? [{ path: at, kind: kindOf(before, after) }]
      : elementChanges(at, property.of, before, after, input[i]);
  });
}

/** True when the program's element says all that the planned one says, empty texts included. */
function isWrittenOut(given: PropertyValue, planned: PropertyValue): boolean {
  if (!isObject(given) || !isObject(planned)) return stable(given) === stable(planned);
  return Object.entries(planned).every(([name, value]) => {
    const own = given[name];
    if (own === undefined || own === null) {
      return value === null || (typeof value === "object" && isZero(value));
    }
    return typeof own === "object" || stable(own) === stable(value);
  });
}
