import { type Archive, type Asset, isAsset, sameAsset } from "./asset";

/** Stands for a value that is not known before an update has run. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value that is encrypted in the state and masked on the screen. */
export class Secret {
  constructor(readonly value: Value) {}
}

/** A resource passed as a value; whoever does not know references sees its id, or its URN without one. */
export class ResourceReference {
  constructor(
    readonly urn: string,
    readonly id?: Value,
    readonly packageVersion?: string,
  ) {}
}

/** A property value inside the engine: what programs send and what the state holds. */
export type Value =
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | Secret
  | ResourceReference
  | Asset
  | Archive
  | Value[]
  | ValueMap;

/** Values by name. An absent property has no key; `undefined` never occurs. */
export interface ValueMap {
  [key: string]: Value;
}

export function isMap(value: Value | undefined): value is ValueMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret) &&
    !(value instanceof ResourceReference) &&
    !isAsset(value)
  );
}

/** The same map with every value replaced. */
export function mapValues<A, B>(map: Record<string, A>, fn: (value: A, key: string) => B) {
  const result: Record<string, B> = {};
  for (const [key, value] of Object.entries(map)) result[key] = fn(value, key);
  return result;
}

/** Whether this value or anything inside it satisfies the test. */
export function contains(value: Value, test: (value: Value) => boolean): boolean {
  if (test(value)) return true;
  if (value instanceof Secret) return contains(value.value, test);
  if (Array.isArray(value)) return value.some((item) => contains(item, test));
  if (isMap(value)) return Object.values(value).some((item) => contains(item, test));
  return false;
}

export function containsSecret(value: Value): boolean {
  return contains(value, (item) => item instanceof Secret);
}

export function containsUnknown(value: Value): boolean {
  return contains(value, (item) => item === UNKNOWN);
}

/** Whether both are the same, marks of secrecy included. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a instanceof Secret || b instanceof Secret) {
    return a instanceof Secret && b instanceof Secret && equal(a.value, b.value);
  }
  if (a instanceof ResourceReference || b instanceof ResourceReference) {
    return a instanceof ResourceReference && b instanceof ResourceReference && a.urn === b.urn;
  }
  if (isAsset(a) || isAsset(b)) return sameAsset(a, b);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b)) return false;
    return a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => equal(a[key], b[key]));
}
