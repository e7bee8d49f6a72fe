import { type PropertyValue, UNKNOWN } from "../../provider";
import type { Fields, Property } from "./property";
import { isObject } from "./values";

/**
 * Puts a set in the order that the official provider writes into the state: strings by their code,
 * blocks by a text made of their fields in the order of their names.
 */
export function sortSet(
  property: Extract<Property, { kind: "list" | "set" }>,
  items: PropertyValue[],
): PropertyValue[] {
  const keyed = items.map((item): { item: PropertyValue; key: string } => ({
    item,
    key: property.of === "string" ? String(item) : blockKey(property.of, item),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.filter(({ key }, index) => key !== keyed[index - 1]?.key).map(({ item }) => item);
}

function blockKey(fields: Fields, value: PropertyValue | undefined): string {
  if (value === UNKNOWN) return "?";
  if (!isObject(value)) return "~";
  const names = Object.keys(fields).sort();
  return `<${names.map((name) => `${key(fields[name], value[name])};`).join("")}>`;
}

function key(property: Property | undefined, value: PropertyValue | undefined): string {
  if (value === UNKNOWN) return "?";
  if (property?.kind === "block") {
    return value === null || value === undefined ? "[]" : `[${blockKey(property.of, value)};]`;
  }
  if (value === null || value === undefined) return "~";
  if (typeof value === "boolean") return value ? "T" : "F";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${value.map((item) => `${itemKey(property, item)};`).join("")}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${key(undefined, item)};`).join("")}}`;
}

function itemKey(property: Property | undefined, item: PropertyValue): string {
  const blocks = property?.kind === "list" || property?.kind === "set" ? property.of : "string";
  return blocks === "string" ? key(undefined, item) : blockKey(blocks, item);
}
