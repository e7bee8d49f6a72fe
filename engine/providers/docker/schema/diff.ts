import type { DiffResult, PropertyDiff, PropertyMap, PropertyValue } from "../../provider";
import { changesAt } from "./changes";
import type { Change } from "./edit-script";
import type { Fields, Property } from "./property";
import { canonical, canonicalItem, isObject, isZero } from "./values";

/** What has to happen to a resource for the planned outputs to come true. */
export function diff(
  fields: Fields,
  prior: PropertyMap,
  planned: PropertyMap,
  inputs: PropertyMap,
) {
  const diffs: string[] = [];
  const replaces: string[] = [];
  const detailedDiff: Record<string, PropertyDiff> = {};
  for (const [name, property] of Object.entries(fields)) {
    const old = prior[name] ?? null;
    const next = planned[name] ?? null;
    if (old === next || canonical(property, old) === canonical(property, next)) continue;
    const replace = forcesNew(property, old, next);
    diffs.push(name);
    if (replace) replaces.push(name);
    for (const { path, kind } of changesAt(name, property, old, next, inputs[name])) {
      detailedDiff[path] = { kind: replaceKind(kind, replace), inputDiff: false };
    }
  }
  return { diffs: diffs.sort(), replaces: replaces.sort(), detailedDiff };
}

/** The table's property names whose values an update leaves alone. */
export function stableProperties(fields: Fields, replaces: string[]): string[] {
  const names = Object.keys(fields).filter((name) => fields[name]?.forceNew);
  return names.filter((name) => !replaces.includes(name)).sort();
}

function replaceKind(kind: Change["kind"], replace: boolean): PropertyDiff["kind"] {
  return replace ? `${kind}-replace` : kind;
}

/**
 * Whether a change needs a new resource. As in the official provider a collection's own mark counts
 * only when its size changes; elements that only differ are judged by the marks of their fields.
 */
function forcesNew(property: Property, old: PropertyValue, next: PropertyValue): boolean {
  switch (property.kind) {
    case "list":
    case "set": {
      const { of } = property;
      if (of === "string" || !Array.isArray(old) || !Array.isArray(next)) {
        return property.forceNew === true;
      }
      if (property.forceNew && old.length !== next.length) return true;
      if (property.kind === "list") {
        return next.some((item, i) => blockForcesNew(of, old[i] ?? null, item));
      }
      return changedItems(property, old, next).some((item) => blockForcesNew(of, null, item));
    }
    case "block":
      if (property.forceNew && isZero(old) !== isZero(next)) return true;
      return blockForcesNew(property.of, old, next);
    default:
      return property.forceNew === true;
  }
}

function blockForcesNew(fields: Fields, old: PropertyValue, next: PropertyValue): boolean {
  return Object.entries(fields).some(([name, property]) => {
    const before: PropertyValue = isObject(old) ? (old[name] ?? null) : null;
    const after: PropertyValue = isObject(next) ? (next[name] ?? null) : null;
    const same = canonical(property, before) === canonical(property, after);
    return !same && forcesNew(property, before, after);
  });
}

function changedItems(
  property: Extract<Property, { kind: "list" | "set" }>,
  old: PropertyValue[],
  next: PropertyValue[],
): PropertyValue[] {
  const missing = (from: PropertyValue[], other: PropertyValue[]) => {
    const texts = new Set(other.map((item) => canonicalItem(property, item)));
    return from.filter((item) => !texts.has(canonicalItem(property, item)));
  };
  return [...missing(old, next), ...missing(next, old)];
}

/** The answer for a resource that stays as it is. */
export const UNCHANGED: DiffResult = {
  changes: false,
  replaces: [],
  deleteBeforeReplace: false,
  diffs: [],
};
