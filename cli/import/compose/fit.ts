import { formatPath } from "../../../settings/language/path";
import { type Problem, SettingsError, type StackFile } from "../../../settings/language/problem";
import { parseSettings } from "../../../settings/parse";
import type { Mapping } from "../../../shared/yaml-file";
import { type Plan, type Row, Secret } from "./map/plan";

/** Each round may show problems that others hid. */
const MOST_ROUNDS = 20;

/**
 * A plan whose settings are all accepted: what is not is taken out, and a line says so.
 *
 * @throws SettingsError where settings are missing, which nothing can be taken out for.
 */
export function fitting(plan: Plan, file: StackFile): Plan {
  let { config } = plan;
  let rows = plan.rows;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const problems = problemsOf(config, file);
    if (problems.length === 0) return { config, rows };
    const [inside] = problems.filter(
      ({ path }) => at(config, path) !== undefined && path[0] !== "mode",
    );
    if (!inside) throw new SettingsError(file, problems);
    rows = withoutPlace(rows, inside);
    config = without(config, inside.path);
  }
  throw new SettingsError(file, problemsOf(config, file));
}

/** What was carried to a place that is taken out is not carried. */
function withoutPlace(rows: readonly Row[], { path, given, accepted }: Problem): readonly Row[] {
  const place = formatPath(path);
  const note = `${place}: given ${given}; accepted: ${accepted}`;
  const isThere = ({ to }: Row) =>
    to === place || /^[.[]/.test(to?.startsWith(place) ? to.slice(place.length) : "");
  if (rows.some(isThere))
    return rows.map((row) => (isThere(row) ? { ...row, to: undefined, note } : row));
  const [top = "", ...rest] = path.map(String);
  return [
    ...rows,
    { of: top, key: rest.join("."), to: undefined, note: `given ${given}; accepted: ${accepted}` },
  ];
}

/** What the settings' own reader says of it. */
function problemsOf(config: Mapping, file: StackFile): readonly Problem[] {
  const entries = Object.entries(config);
  const values = Object.fromEntries(
    entries.map(([key, value]) => [`${file.project}:${key}`, textOf(value)]),
  );
  const secretKeys = entries.flatMap(([key, value]) =>
    hasSecret(value) ? `${file.project}:${key}` : [],
  );
  const plain = JSON.parse(
    JSON.stringify(config, (_, value) => (value instanceof Secret ? { secure: "" } : value)),
  );
  try {
    parseSettings(file, { values, secretKeys, plain });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const textOf = (value: unknown): string =>
  typeof value === "object"
    ? JSON.stringify(value, (_, inner) => (inner instanceof Secret ? inner.text : inner))
    : String(value);

export const hasSecret = (value: unknown): boolean =>
  value instanceof Secret ||
  (typeof value === "object" && value !== null && Object.values(value).some(hasSecret));

function at(value: unknown, path: Problem["path"]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Mapping | undefined)?.[key], value);
}

function without(value: unknown, [key, ...rest]: Problem["path"]): Mapping {
  if (Array.isArray(value)) {
    const list = [...value];
    if (rest.length === 0) list.splice(Number(key), 1);
    else list[Number(key)] = without(list[Number(key)], rest);
    return list as unknown as Mapping;
  }
  const copy = { ...(value as Mapping) };
  const name = String(key);
  const inner = rest.length === 0 ? {} : without(copy[name], rest);
  // Nothing is left of a group whose last key was taken out.
  if (Object.keys(inner).length === 0) delete copy[name];
  else copy[name] = inner;
  return copy;
}
