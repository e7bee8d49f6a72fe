import { UserError } from "../errors";
import { formatPath, type PropertyPath } from "../resource/property-path";
import { isSecure, type RawObject, type RawValue } from "./raw-value";

/** The value at a path: objects have names for parts, lists have numbers. */
export function valueAt(value: RawValue | undefined, path: PropertyPath): RawValue | undefined {
  return path.reduce<RawValue | undefined>(child, value);
}

function child(value: RawValue | undefined, part: string | number): RawValue | undefined {
  if (Array.isArray(value)) return typeof part === "number" ? value[part] : undefined;
  return isObject(value) && typeof part === "string" && Object.hasOwn(value, part)
    ? value[part]
    : undefined;
}

/** Whether a value is an object whose parts can be set: an encrypted one is a whole. */
export function isObject(value: RawValue | undefined): value is RawObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isSecure(value);
}

/**
 * The setting with one part of it changed. Objects and lists that are missing on the way are made.
 *
 * @param path the way to the part, from the setting's own key on.
 * @throws UserError where the way leads through something else, which would be lost.
 */
export function withValueAt(
  setting: RawValue | undefined,
  path: PropertyPath,
  value: RawValue,
): RawValue {
  return change(setting, path, 1, value);
}

/**
 * @param depth how much of the path leads to what stands here.
 */
function change(
  here: RawValue | undefined,
  path: PropertyPath,
  depth: number,
  value: RawValue,
): RawValue {
  const part = path[depth];
  if (part === undefined) return value;
  const wrong = obstacle(here ?? null, path, depth);
  if (wrong) throw new UserError(`${formatPath(path)} cannot be set: ${wrong}`);
  const changed = change(child(here, part), path, depth + 1, value);
  if (typeof part === "number") {
    return Object.assign([...(Array.isArray(here) ? here : [])], { [part]: changed });
  }
  const object = withPart(isObject(here) ? here : {}, part, changed);
  refuseSecure(object, path);
  return object;
}

/** Why a part cannot stand in what is there, in words; undefined where it can. */
function obstacle(here: RawValue, path: PropertyPath, depth: number): string | undefined {
  const name = formatPath(path.slice(0, depth));
  const part = path[depth];
  if (Array.isArray(here)) {
    const next = `${name}[${here.length}]`;
    if (typeof part !== "number") return `${name} is a list, whose next element is ${next}`;
    return part > here.length
      ? `${name} has ${here.length} elements; the next is ${next}`
      : undefined;
  }
  if (isObject(here)) {
    if (typeof part === "string") return undefined;
    const [some = "NAME"] = Object.keys(here);
    return `${name} is an object, whose parts have names, as in ${formatPath([...path.slice(0, depth), some])}`;
  }
  if (here === null)
    return part === 0 || typeof part === "string"
      ? undefined
      : `${name} has no elements yet; the first is ${name}[0]`;
  return `${name} is ${kindOf(here)} and would be lost; to have something else there, remove it first: pulumi config rm --path '${name}'`;
}

function kindOf(value: RawValue): string {
  if (isSecure(value ?? undefined)) return "encrypted as a whole";
  return typeof value === "string" ? "a text" : `the ${typeof value} ${value}`;
}

/** The same object, in the same order, with one part more or another one. */
function withPart(object: RawObject, part: string, value: RawValue): RawObject {
  return Object.fromEntries(new Map(Object.entries(object)).set(part, value));
}

/**
 * The setting without one part of it; as it was where that is not there.
 *
 * @throws UserError where what is left would be taken for an encrypted value.
 */
export function withoutValueAt(setting: RawValue, path: PropertyPath, depth = 1): RawValue {
  const part = path[depth];
  const inner = part === undefined ? undefined : child(setting, part);
  if (part === undefined || inner === undefined) return setting;
  const isLast = depth === path.length - 1;
  const left = isLast ? undefined : withoutValueAt(inner, path, depth + 1);
  if (Array.isArray(setting)) {
    return setting.flatMap((item, index) =>
      index !== part ? [item] : left === undefined ? [] : [left],
    );
  }
  if (!isObject(setting)) return setting;
  const others = Object.entries(setting).flatMap(([key, item]) =>
    key !== part ? [[key, item]] : left === undefined ? [] : [[key, left]],
  );
  const object: RawObject = Object.fromEntries(others);
  refuseSecure(object, path);
  return object;
}

/** In a stack file an object with nothing but `secure` in it stands for an encrypted value. */
function refuseSecure(object: RawObject, path: PropertyPath): void {
  if (!isSecure(object)) return;
  throw new UserError(
    `${formatPath(path)}: an object with nothing but "secure" in it would be taken for an encrypted value; to encrypt one: pulumi config set --secret`,
  );
}
