import type { Mapping } from "../../../../shared/yaml-file";
import type { Key, Places } from "./places";

/** One way of writing a value, and the long one in its place. */
export type Change = (value: unknown, at: At) => unknown;

/** Where a value stands. */
export interface At {
  path: readonly Key[];
  /** What relative paths of the host are relative to. */
  folder: string;
  places: Places;
  /** The list or object that the value is in. */
  parent: object;
  fail(text: string): never;
}

export const keysOf = (value: object): Key[] =>
  Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);

/** An object in the place of a short form, whose line it has. */
export function within(value: Mapping, { places, parent, path }: At, key: Key): Mapping {
  places.carry(parent, path.at(-1) ?? "", value, key);
  return value;
}

/** `NAME=VALUE` lines, and objects, as an object of texts. */
export function pairs(value: unknown, { places, path, parent }: At): unknown {
  if (typeof value !== "object" || value === null) return value;
  const result: Mapping = {};
  const set = (name: string, entry: unknown, from: object, key: Key) => {
    const text = entry === null || entry === undefined ? null : String(entry);
    Object.defineProperty(result, name, {
      value: text,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    places.note(result, name, places.of(from, key) ?? places.of(parent, path.at(-1) ?? ""));
  };
  for (const key of keysOf(value)) {
    const entry = (value as Record<Key, unknown>)[key];
    if (!Array.isArray(value)) {
      set(String(key), entry, value, key);
      continue;
    }
    const [name = "", text] = String(entry).split(/=(.*)/s);
    set(name, text, value, key);
  }
  return result;
}

/** A list of names as an object with an entry for each. */
export function named(value: unknown, { places }: At, every?: Mapping): unknown {
  if (!Array.isArray(value)) {
    if (every === undefined || typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, entry]) => [
      key,
      { ...every, ...(entry as Mapping) },
    ]);
    const result = Object.fromEntries(entries) as Mapping;
    for (const key of Object.keys(result)) places.carry(value, key, result);
    return result;
  }
  const result: Mapping = {};
  for (const [index, name] of value.entries()) {
    result[String(name)] = every ? { ...every } : null;
    places.carry(value, index, result, String(name));
  }
  return result;
}
