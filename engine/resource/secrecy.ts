import type { PropertyMap, PropertyValue } from "../providers/provider";
import {
  containsSecret,
  isMap,
  mapValues,
  ResourceReference,
  Secret,
  type Value,
  type ValueMap,
} from "./value";

/** The value as a provider sees it: no marks of secrecy, references resolved to ids. */
export function reveal(value: Value): PropertyValue {
  if (value instanceof Secret) return reveal(value.value);
  if (value instanceof ResourceReference) return reveal(value.id ?? value.urn);
  if (Array.isArray(value)) return value.map(reveal);
  if (isMap(value)) return mapValues(value, reveal);
  return value;
}

export function revealMap(map: ValueMap): PropertyMap {
  return mapValues(map, reveal);
}

/** Marks a value as secret, once. */
export function conceal(value: Value): Secret {
  return value instanceof Secret ? value : new Secret(value);
}

/**
 * Marks in a provider's answer what was secret in the request. Objects are compared key by key; a
 * list that holds a secret anywhere becomes secret as a whole, as its elements may have moved.
 */
export function markSecrets(answer: ValueMap, request: ValueMap): ValueMap {
  return mapValues(answer, (value, key) => {
    const sent = request[key];
    if (sent === undefined) return value;
    if (isMap(value) && isMap(sent)) return markSecrets(value, sent);
    return containsSecret(sent) ? conceal(value) : value;
  });
}

/** Marks what lies at this path as secret, where there is something. */
export function concealAt(map: ValueMap, [key = "", ...rest]: readonly string[]): ValueMap {
  const value = map[key];
  if (value === undefined || value === null) return map;
  if (rest.length === 0) return { ...map, [key]: conceal(value) };
  return isMap(value) ? { ...map, [key]: concealAt(value, rest) } : map;
}

/** Marks these properties as secret where they are present. */
export function concealKeys(map: ValueMap, keys: string[]): ValueMap {
  const marked = keys.filter((key) => map[key] !== undefined);
  if (marked.length === 0) return map;
  return { ...map, ...Object.fromEntries(marked.map((key) => [key, conceal(map[key] ?? null)])) };
}
