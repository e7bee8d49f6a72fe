/** Keys from the top of a stack's settings, without the namespace; numbers index lists. */
export type Path = readonly (string | number)[];

/** A path in Pulumi's own notation: `app.env["A.B"]`, `build.cacheFrom[0]`. */
export function formatPath(path: Path): string {
  const [top, ...rest] = path;
  return `${top}${rest.map(segment).join("")}`;
}

function segment(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
