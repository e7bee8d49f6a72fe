import { isMap, type Value, type ValueMap } from "./value";

/** A way into a property value: `a.b[0]["c d"].*`. */
export type PropertyPath = (string | number)[];

/** Stands for every element in a path. */
const WILDCARD = "*";

/** Parses a path as Pulumi's options and `config --path` write it. */
export function parsePath(text: string): PropertyPath {
  const path: PropertyPath = [];
  const pattern = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\[\*\]|\.?([^.[\]]+)/y;
  if (text === "") throw new Error("a property path must not be empty");
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new Error(`invalid property path "${text}" at character ${at + 1}`);
    if (match[1] !== undefined) path.push(Number(match[1]));
    else if (match[2] !== undefined) path.push(match[2].replace(/\\(.)/g, "$1"));
    else path.push(match[3] ?? WILDCARD);
  }
  return path;
}

/** Writes a path so that `parsePath` reads it back. */
export function formatPath(path: PropertyPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (/[.[\]"]/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** Whether everything under `inner` lies under `outer`. */
export function covers(outer: PropertyPath, inner: PropertyPath): boolean {
  return (
    outer.length <= inner.length &&
    outer.every((part, index) => part === WILDCARD || String(part) === String(inner[index]))
  );
}

/** The value at this path, or undefined. */
export function valueAt(root: Value | undefined, path: PropertyPath): Value | undefined {
  return path.reduce<Value | undefined>((value, part) => child(value, part), root);
}

function child(value: Value | undefined, part: string | number): Value | undefined {
  if (Array.isArray(value)) return value[Number(part)];
  return isMap(value) ? value[part] : undefined;
}

/**
 * The new values with what lies at the path put back to the old one: changed values are restored,
 * added ones removed, removed ones added again.
 */
export function restore(news: ValueMap, olds: ValueMap, path: PropertyPath): ValueMap {
  return (restoreAt(news, olds, path) ?? {}) as ValueMap;
}

function restoreAt(
  current: Value | undefined,
  previous: Value | undefined,
  [part, ...rest]: PropertyPath,
): Value | undefined {
  if (part === undefined) return previous;
  if (Array.isArray(current)) {
    const places = part === WILDCARD ? current.map((_, index) => index) : [Number(part)];
    return current.map((item, index) =>
      places.includes(index) ? (restoreAt(item, child(previous, index), rest) ?? item) : item,
    );
  }
  if (!isMap(current) && !isMap(previous)) return current;
  const result: ValueMap = isMap(current) ? { ...current } : {};
  const known = Object.keys({ ...result, ...(isMap(previous) ? previous : {}) });
  for (const key of part === WILDCARD ? known : [String(part)]) {
    const value = restoreAt(result[key], child(previous, key), rest);
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}
