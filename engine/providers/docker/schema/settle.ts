import { type PropertyMap, type PropertyValue, UNKNOWN } from "../../provider";
import { sortSet } from "./order";
import type { Fields, Property } from "./property";
import { canonical, isObject, isZero } from "./values";

/** What was read back from Docker, by property; a property that is not here cannot be read back. */
export type Live = PropertyMap;

/** The outputs after a create or an update: what was planned, completed by what Docker made of it. */
export function settleApplied(
  fields: Fields,
  planned: PropertyMap,
  live: Live,
  prior: PropertyMap = {},
): PropertyMap {
  return settle(fields, (name, property) => {
    const plannedValue = planned[name] ?? null;
    const value = live[name];
    // A number that is taken away is recorded as zero.
    if (plannedValue === null && typeof prior[name] === "number" && value === undefined) return 0;
    if (value === undefined) return known(property, plannedValue);
    if (plannedValue === UNKNOWN) return sorted(property, value);
    // A state that says null where Docker says "empty" is not drift.
    if (plannedValue === null && typeof value === "object" && isZero(value)) return null;
    const sameSet =
      property.kind === "set" && canonical(property, plannedValue) === canonical(property, value);
    return known(property, sameSet ? plannedValue : sorted(property, value));
  });
}

/** The outputs after a refresh: what Docker says, and the state before where Docker cannot be asked. */
export function settleRefreshed(fields: Fields, prior: PropertyMap, live: Live): PropertyMap {
  return settle(fields, (name, property) => {
    const value = live[name];
    return value === undefined
      ? filled(property, known(property, prior[name] ?? null))
      : known(property, sorted(property, value));
  });
}

function settle(
  fields: Fields,
  choose: (name: string, property: Property) => PropertyValue,
): PropertyMap {
  const outputs: PropertyMap = {};
  for (const [name, property] of Object.entries(fields)) outputs[name] = choose(name, property);
  return outputs;
}

/** Replaces what stayed unknown to the end by nothing. */
function known(property: Property, value: PropertyValue): PropertyValue {
  if (value === UNKNOWN) return property.kind === "list" || property.kind === "set" ? [] : null;
  if (!("of" in property) || property.of === "string") return value;
  const { of } = property;
  const inner = (item: PropertyValue): PropertyValue => {
    if (!isObject(item)) return item;
    const fields = Object.entries(item);
    return Object.fromEntries(
      fields.map(([name, field]) => [name, of[name] ? known(of[name], field) : field]),
    );
  };
  return Array.isArray(value) ? value.map(inner) : inner(value);
}

function sorted(property: Property, value: PropertyValue): PropertyValue {
  return property.kind === "set" && Array.isArray(value) ? sortSet(property, value) : value;
}

/** A refresh of the official provider writes the zero of the type for absent fields of sets. */
function filled(property: Property, value: PropertyValue): PropertyValue {
  if (property.kind !== "list" && property.kind !== "set") return value;
  if (property.of === "string") return value;
  // After an import there is no state before.
  if (value === null) return [];
  if (property.kind === "list" || !Array.isArray(value)) return value;
  const { of } = property;
  const items = value.map((item) => (isObject(item) ? filledBlock(of, item) : item));
  return sortSet(property, items);
}

function filledBlock(fields: Fields, value: PropertyMap): PropertyMap {
  const zeros = { bool: false, int: 0, map: {}, string: "", list: [], set: [], block: null };
  return Object.fromEntries(
    Object.entries(fields).map(([name, property]) => [name, value[name] ?? zeros[property.kind]]),
  );
}
