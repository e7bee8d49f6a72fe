import type { PropertyMap, PropertyValue } from "../../provider";
import type { Fields, Property } from "./property";
import { isObject, isZero, stable } from "./values";

const DEFAULTS = "__defaults";

interface Read {
  value: PropertyValue;
  /** False when the value was given or has changed, so that it is no default (any more). */
  default: boolean;
}

/** After a refresh: the inputs of before with the values that the resource really has. */
export function refreshedInputs(
  fields: Fields,
  olds: PropertyMap,
  outputs: PropertyMap,
): PropertyMap {
  return readBlock(fields, olds, outputs).value as PropertyMap;
}

/** After an import: every input that is not what it would be when absent. */
export function importedInputs(fields: Fields, outputs: PropertyMap): PropertyMap {
  const inputs: PropertyMap = {};
  for (const [name, property] of Object.entries(fields)) {
    if (property.readOnly || outputs[name] === undefined) continue;
    const value = importedValue(property, outputs[name]);
    const isDefault = property.default !== undefined && stable(value) === stable(property.default);
    if (property.required || (!isDefault && !isZero(value))) inputs[name] = value;
  }
  inputs[DEFAULTS] = [];
  return inputs;
}

function importedValue(property: Property, value: PropertyValue): PropertyValue {
  if (!("of" in property) || property.of === "string") {
    return property.kind === "map" && isObject(value) ? { ...value, [DEFAULTS]: [] } : value;
  }
  const { of } = property;
  const inner = (item: PropertyValue) => (isObject(item) ? importedInputs(of, item) : item);
  return Array.isArray(value) ? value.map(inner) : inner(value);
}

function readBlock(fields: Fields, olds: PropertyMap, outputs: PropertyMap): Read {
  const oldDefaults = olds[DEFAULTS];
  const defaults = new Set(Array.isArray(oldDefaults) ? oldDefaults.map(String) : []);
  const inputs: PropertyMap = {};
  let allDefault = true;
  for (const [name, old] of Object.entries(olds)) {
    if (name === DEFAULTS) continue;
    const output = outputs[name];
    const read = output === undefined ? undefined : readValue(fields[name], old, output);
    if (read) inputs[name] = read.value;
    if (read?.default) continue;
    allDefault = false;
    defaults.delete(name);
  }
  if (!Array.isArray(oldDefaults)) return { value: inputs, default: true };
  inputs[DEFAULTS] = [...defaults].sort();
  return { value: inputs, default: allDefault };
}

function readValue(
  property: Property | undefined,
  old: PropertyValue,
  output: PropertyValue,
): Read {
  if (Array.isArray(old) && Array.isArray(output)) return readList(property, old, output);
  if (isObject(old) && isObject(output)) {
    if (property?.kind === "block") return readBlock(property.of, old, output);
    const entries = Object.entries(output).filter(([name]) => old[name] !== undefined);
    return { value: Object.fromEntries(entries), default: stable(old) === stable(output) };
  }
  return { value: output, default: stable(old) === stable(output) };
}

function readList(
  property: Property | undefined,
  old: PropertyValue[],
  output: PropertyValue[],
): Read {
  const fields = property && "of" in property && property.of !== "string" ? property.of : undefined;
  const matches = property?.kind === "set" && fields ? matchElements(old, output) : undefined;
  const values: PropertyValue[] = [];
  let isDefault = true;
  for (const [i, before] of old.entries()) {
    const after = output[matches ? (matches.get(i) ?? -1) : i];
    if (after === undefined) {
      isDefault = false;
      continue;
    }
    const read: Read =
      fields && isObject(before) && isObject(after)
        ? readBlock(fields, before, after)
        : { value: after, default: stable(before) === stable(after) };
    values.push(read.value);
    isDefault &&= read.default;
  }
  return { value: values, default: isDefault };
}

/** Pairs the elements of two sets, the most alike first. */
function matchElements(old: PropertyValue[], output: PropertyValue[]): Map<number, number> {
  const pairs = old.flatMap((before, i) =>
    output.map((after, j) => ({ i, j, score: likeness(before, after) })),
  );
  pairs.sort((a, b) => b.score - a.score);
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const { i, j } of pairs) {
    if (matches.has(i) || taken.has(j)) continue;
    matches.set(i, j);
    taken.add(j);
  }
  return matches;
}

function likeness(before: PropertyValue, after: PropertyValue): number {
  if (!isObject(before) || !isObject(after)) return 0;
  const shared = Object.keys(before).filter((name) => after[name] !== undefined);
  return shared.reduce(
    (sum, name) => sum + (stable(before[name]) === stable(after[name]) ? 3 : 1),
    0,
  );
}
