import type { z } from "zod";
import { MAIN_ROLE } from "../../../components/databases";
import type { Path } from "../../language/path";
import type { GivenSettings } from "..";
import type { databaseObject } from "./schema";

/** A database as a stack file has it. */
export interface WrittenDatabase {
  /** Its name in `databases`; `database` for the setting of that name. */
  role: string;
  /** Where the stack file has it. */
  path: Path;
  /** What it says; undefined where `database` is left out. */
  written: z.output<typeof databaseObject> | undefined;
}

/** Every database of a stack file, the entry `database` first, whichever of the two settings has it. */
export function writtenDatabases(
  written: Pick<GivenSettings, "database" | "databases">,
): WrittenDatabase[] {
  const { database, databases } = written;
  const entries = Object.entries(databases ?? {}).map(([role, entry]) => ({
    role,
    path: ["databases", role],
    written: entry,
  }));
  const isNamed = database === undefined && databases !== undefined;
  const main: WrittenDatabase[] = isNamed
    ? entries.filter(({ role }) => role === MAIN_ROLE)
    : [{ role: MAIN_ROLE, path: ["database"], written: database }];
  return [...main, ...entries.filter(({ role }) => role !== MAIN_ROLE)];
}
