import { type PropertyValue, UNKNOWN } from "../../provider";
import type { Property } from "./property";
import { isObject } from "./values";

type Converted = { value: PropertyValue } | { reason: string };

/** A value in its property's type. Texts that spell a number or a truth value are taken, and vice versa. */
export function convert(property: Property, value: PropertyValue): Converted {
  switch (property.kind) {
    case "string":
      return asString(value);
    case "int":
      return asInt(value);
    case "bool":
      return asBool(value);
    case "map":
      return isObject(value)
        ? all(Object.entries(value))
        : { reason: "has to be a map of strings" };
    case "list":
    case "set":
      return Array.isArray(value) ? allItems(value) : { reason: "has to be a list of strings" };
    default:
      return { value };
  }
}

function asString(value: PropertyValue): Converted {
  if (typeof value === "string" || value === UNKNOWN) return { value };
  if (typeof value === "number" || typeof value === "boolean") return { value: String(value) };
  return { reason: "has to be a string" };
}

function asInt(value: PropertyValue): Converted {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return Number.isInteger(number)
    ? { value: number as number }
    : { reason: "has to be a whole number" };
}

function asBool(value: PropertyValue): Converted {
  if (typeof value === "boolean") return { value };
  if (value === "true" || value === "false") return { value: value === "true" };
  return { reason: "has to be true or false" };
}

function all(entries: [string, PropertyValue][]): Converted {
  const values: Record<string, PropertyValue> = {};
  for (const [name, item] of entries) {
    if (item === null || name.startsWith("__")) continue;
    const converted = asString(item);
    if ("reason" in converted) return { reason: `"${name}" ${converted.reason}` };
    values[name] = converted.value;
  }
  return { value: values };
}

function allItems(items: PropertyValue[]): Converted {
  const values: PropertyValue[] = [];
  for (const [index, item] of items.entries()) {
    const converted = item === null ? { value: "" } : asString(item);
    if ("reason" in converted) return { reason: `item ${index} ${converted.reason}` };
    values.push(converted.value);
  }
  return { value: values };
}
