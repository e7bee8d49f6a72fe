import type { Facts } from "../rule";
import { APP, processesOf } from "./order";

/** The parts of a stack that are no services, by the name that others wait for. */
export function otherParts({ settings, written }: Facts): ReadonlyMap<string, string> {
  return new Map([
    [APP, "the app"],
    ...databaseNames({ settings }).map(
      (name) => [name, name === "database" ? "the database" : `the database ${name}`] as const,
    ),
    ...processesOf(written).map((name) => [name, `the process ${name}`] as const),
  ]);
}

/** Names of the databases. */
export const databaseNames = ({ settings }: Pick<Facts, "settings">): string[] =>
  Object.keys(settings.databases);
