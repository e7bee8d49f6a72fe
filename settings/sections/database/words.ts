import {
  DATABASE_NAMES,
  type DatabaseEngineName,
  databaseEngine,
} from "../../../components/databases";
import { hasNames } from "./names";

const listed = (words: readonly string[], last: "and" | "or"): string =>
  words.join(", ").replace(/, ([^,]+)$/, ` ${last} $1`);

/** `none, mysql or redis` */
export const oneOf = (words: readonly string[]): string => listed(words, "or");

/** The engines whose databases have names, or that have policies: `mysql and mariadb`. */
export function enginesWith(what: "names" | "maxmemoryPolicies"): string {
  const has = (name: DatabaseEngineName) =>
    what === "names" ? hasNames(name) : databaseEngine(name).maxmemoryPolicies !== undefined;
  return listed(DATABASE_NAMES.filter(has), "and");
}

/** What `database.config` has lines of: `of an option file for mysql and mariadb, of redis.conf for redis`. */
export function configKinds(): string {
  return grouped(({ config }) => config.kind)
    .map(([kind, names]) => `of ${kind} for ${names}`)
    .join(", ");
}

/** The engines by what they have, the most widespread in the registry's order first. */
function grouped<T>(of: (engine: ReturnType<typeof databaseEngine>) => T): [T, string][] {
  const groups = new Map<T, DatabaseEngineName[]>();
  for (const name of DATABASE_NAMES) {
    const key = of(databaseEngine(name));
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([key, names]) => [key, listed(names, "and")]);
}
