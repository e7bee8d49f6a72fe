import { removeCommand } from "./commands";
import type { Problem } from "./problem";
import type { Facts, Rule } from "./rules";

/** The rules about the app's environment variables. */
export const VARIABLE_RULES: readonly Rule[] = [
  { reads: ["app", "database"], check: databaseVariablesAreGiven },
];

const OF_MYSQL = [
  "MYSQL_HOST",
  "MYSQL_PORT",
  "MYSQL_USER",
  "MYSQL_DATABASE",
  "MYSQL_PASSWORD_FILE",
  "DATABASE_URL_FILE",
] as const;

/** The variables by which an app finds its database, as the components set them. */
export const DATABASE_VARIABLES = {
  mysql: OF_MYSQL,
  mariadb: OF_MYSQL,
  redis: ["REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD_FILE", "DATABASE_URL_FILE"],
} as const;

/** Another value would lead the app away from the database that was made for it. */
function databaseVariablesAreGiven({ settings, given }: Facts): readonly Problem[] {
  const { app, database } = settings;
  if (!database) return [];
  const taken: readonly string[] = DATABASE_VARIABLES[database.engine];
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
