import { databaseEngine, variablesFor } from "../../../components/databases";
import { removeCommand } from "../../language/commands";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

/** The rules about the app's environment variables. */
export const VARIABLE_RULES: readonly Rule[] = [
  { reads: ["app", "database", "databases"], check: databaseVariablesAreGiven },
];

/** Another value would lead the app away from the database that was made for it. */
function databaseVariablesAreGiven({ settings, given }: Facts): readonly Problem[] {
  const { app, databases } = settings;
  return Object.values(databases).flatMap(({ role, engine, key }) => {
    const taken = Object.values(variablesFor(databaseEngine(engine).variables, role));
    const without = key === "database" ? "with database none" : `without ${key}`;
    const all = (["env", "secretEnv"] as const).flatMap((group) =>
      Object.keys(app[group]).map((name) => ({ name, path: ["app", group, name] })),
    );
    return all
      .filter(({ name }) => taken.includes(name))
      .map(({ path }) => {
        return {
          path,
          given: `a value, with ${key} ${engine}`,
          accepted: `nothing: Berth tells the app of its ${engine} by this variable; name another server in it ${without}, or under a name of your own`,
          mend: removeCommand(given.file, path),
        };
      });
  });
}
