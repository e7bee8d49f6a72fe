import { type PropertyMap, type PropertyValue, UNKNOWN } from "../../provider";
import type { Fields, Property } from "./property";

export function isObject(value: PropertyValue | undefined): value is PropertyMap {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** True when a value depends on something that is not known before the update. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Nothing given, or the value that stands for nothing: the official provider takes both as one. */
export function isZero(value: PropertyValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).every((key) => key.startsWith("__"));
}

/** A text that is the same for two values of a property exactly when they mean the same. */
export function canonical(property: Property, value: PropertyValue | undefined): string {
  if (value === UNKNOWN) return "?";
  if (isZero(value) || value === property.zero) return "";
  switch (property.kind) {
    case "list":
    case "set": {
      const texts = Array.isArray(value) ? value.map((item) => canonicalItem(property, item)) : [];
      return `[${(property.kind === "set" ? texts.sort() : texts).join()}]`;
    }
    case "block":
      return canonicalBlock(property.of, value);
    default:
      return stable(value);
  }
}

export function canonicalItem(
  property: Extract<Property, { kind: "list" | "set" }>,
  item: PropertyValue,
): string {
  if (item === UNKNOWN) return "?";
  return property.of === "string" ? JSON.stringify(item) : canonicalBlock(property.of, item);
}

function canonicalBlock(fields: Fields, value: PropertyValue | undefined): string {
  if (!isObject(value)) return "";
  const parts = Object.entries(fields)
    .map(([name, property]) => [name, canonical(property, value[name])])
    .filter(([, text]) => text !== "");
  return `{${parts.map(([name, text]) => `${name}:${text}`).join()}}`;
}

/** JSON with sorted keys, unknown values as question marks. */
export function stable(value: PropertyValue | undefined): string {
  if (value === UNKNOWN) return "?";
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stable(value[key])}`).join()}}`;
}
