import { databaseEngine } from "../../../components/databases";
import { removeCommand } from "../../language/commands";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

/** The rules about the app's environment variables. */
export const VARIABLE_RULES: readonly Rule[] = [
  { reads: ["app", "database"], check: databaseVariablesAreGiven },
];

/** Another value would lead the app away from the database that was made for it. */
function databaseVariablesAreGiven({ settings, given }: Facts): readonly Problem[] {
  const { app, database } = settings;
  if (!database) return [];
  const taken = databaseEngine(database.engine).variables;
  return Object.keys(app.env)
    .filter((name) => taken.includes(name))
    .map((name) => {
      const path = ["app", "env", name];
      return {
        path,
        given: `a value, with database ${database.engine}`,
        accepted: `nothing: Berth tells the app of its ${database.engine} by this variable; name another server in it with database none, or under a name of your own`,
        mend: removeCommand(given.file, path),
      };
    });
}
