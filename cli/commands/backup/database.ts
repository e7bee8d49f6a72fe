import { databasesOn } from "../../../backup/places";
import { MAIN_ROLE } from "../../../components/databases";
import { UserError } from "../../../shared/errors";
import type { StackPlace } from "../../stack/stack-place";

/** The place of the database that is meant: the one that is named, `database`, or the only one. */
export async function withDatabase(
  place: StackPlace,
  name: string | undefined,
): Promise<StackPlace> {
  const names = await databasesOn(place);
  if (name !== undefined) return { ...place, database: known(place, names, name) };
  if (names.length === 0 || names.includes(MAIN_ROLE)) return place;
  const [only] = names;
  if (names.length === 1) return { ...place, database: only };
  throw new UserError(
    `the stack ${place.id.stack} has the databases ${names.join(", ")}; say which one is meant: --database ${only}`,
  );
}

/** The databases that a command is for where it may be for all of them. */
export async function namesFor(place: StackPlace, name: string | undefined): Promise<string[]> {
  const names = await databasesOn(place);
  if (name !== undefined) return [known(place, names, name)];
  return names.length > 0 ? names : [MAIN_ROLE];
}

function known(place: StackPlace, names: readonly string[], name: string): string {
  if (names.includes(name)) return name;
  throw new UserError(
    `the stack ${place.id.stack} has no database ${name} on ${place.host.address}; it has ${names.join(", ") || "none"}`,
  );
}

/** How a database is named beside its stack, where it is not `database`. */
export const databaseWords = ({ database = MAIN_ROLE }: StackPlace) =>
  database === MAIN_ROLE ? "" : ` of the database ${database}`;
