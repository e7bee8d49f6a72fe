import { type PropertyMap, type PropertyValue, UNKNOWN } from "../../provider";
import { sortSet } from "./order";
import type { Fields, Property } from "./property";
import { canonical, isObject, isZero } from "./values";

/**
 * The outputs that a resource will have: its inputs in full, what Docker keeps from the state before,
 * and UNKNOWN where Docker decides.
 */
export function plan(fields: Fields, inputs: PropertyMap, prior?: PropertyMap): PropertyMap {
  const planned: PropertyMap = {};
  for (const [name, property] of Object.entries(fields)) {
    planned[name] = planProperty(property, inputs[name], prior ? (prior[name] ?? null) : undefined);
  }
  return planned;
}

function planProperty(
  property: Property,
  input: PropertyValue | undefined,
  prior: PropertyValue | undefined,
): PropertyValue {
  if (isAbsent(property, input)) {
    if (property.readOnly || property.computed) return prior === undefined ? UNKNOWN : prior;
    const absent = property.default ?? nothing(property, prior);
    return keepEquivalent(property, prior, absent);
  }
  return keepEquivalent(property, prior, shape(property, input, prior));
}

function keepEquivalent(
  property: Property,
  prior: PropertyValue | undefined,
  next: PropertyValue,
): PropertyValue {
  if (prior === undefined) return next;
  if (prior === next || canonical(property, prior) === canonical(property, next)) return prior;
  // The table pairs each `equivalent` with the type of its property; here they are plain values.
  const equivalent = property.equivalent as
    | ((old: PropertyValue, next: PropertyValue) => boolean)
    | undefined;
  return equivalent?.(prior, next) ? prior : next;
}

/** Empty texts and collections count as not given where Docker fills them in. */
function isAbsent(property: Property, input: PropertyValue | undefined): boolean {
  if (input === undefined || input === null) return true;
  return property.computed === true && input !== false && input !== 0 && isZero(input);
}

function nothing(property: Property, prior: PropertyValue | undefined): PropertyValue {
  // A map that is taken away is shown as the loss of its entries.
  if (property.kind === "map" && !isZero(prior)) return {};
  return (property.kind === "list" || property.kind === "set") && property.of !== "string"
    ? []
    : null;
}

/** A given value in the full form that the state has, every field of every block present. */
export function shape(
  property: Property,
  value: PropertyValue | undefined,
  prior?: PropertyValue,
): PropertyValue {
  if (value === UNKNOWN) return UNKNOWN;
  switch (property.kind) {
    case "map":
      return isZero(value) ? null : (value ?? null);
    case "block":
      return isObject(value) ? shapeBlock(property.of, value, false, prior) : null;
    case "list":
    case "set": {
      const items = Array.isArray(value) ? value : [];
      const { of } = property;
      if (of === "string") return property.kind === "set" ? sortSet(property, items) : items;
      const inSet = property.kind === "set";
      const shaped = items.map((item, index) => {
        const before = Array.isArray(prior) && !inSet ? prior[index] : undefined;
        return isObject(item) ? shapeBlock(of, item, inSet, before) : item;
      });
      return inSet ? sortSet(property, shaped) : shaped;
    }
    default:
      return value ?? null;
  }
}

function shapeBlock(
  fields: Fields,
  value: PropertyMap,
  inSet: boolean,
  prior?: PropertyValue,
): PropertyMap {
  const shaped: PropertyMap = {};
  for (const [name, property] of Object.entries(fields)) {
    const given = value[name];
    const kept = isObject(prior) ? prior[name] : undefined;
    if (given !== undefined && given !== null) {
      shaped[name] = shape(property, given, kept);
    } else if (property.computed) {
      shaped[name] = kept === undefined ? UNKNOWN : kept;
    } else {
      shaped[name] = absentField(property, inSet);
    }
  }
  return shaped;
}

/** The official states have empty texts, but null numbers and truth values, for absent fields of sets. */
function absentField(property: Property, inSet: boolean): PropertyValue {
  if (property.default !== undefined) return property.default;
  if (property.kind === "list" || property.kind === "set") return [];
  return inSet && property.kind === "string" ? "" : null;
}
