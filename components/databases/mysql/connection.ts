import type { DatabaseConnection } from "../database";
import { type Login, loginUrl } from "../login";

export const PORT = 3306;

/** The environment variables by which an app finds its database. */
export const VARIABLES = [
  "MYSQL_HOST",
  "MYSQL_PORT",
  "MYSQL_USER",
  "MYSQL_DATABASE",
  "MYSQL_PASSWORD_FILE",
  "DATABASE_URL_FILE",
] as const;

export const urlOf = (login: Login) => loginUrl("mysql", PORT, login);

/** @param folder where the app finds its secrets. */
export function connectionOf(login: Login, folder: string): Omit<DatabaseConnection, "ready"> {
  const { host, database, user, password } = login;
  return {
    env: {
      MYSQL_HOST: host,
      MYSQL_PORT: String(PORT),
      MYSQL_USER: user,
      MYSQL_DATABASE: database,
      MYSQL_PASSWORD_FILE: `${folder}/mysql-password`,
      DATABASE_URL_FILE: `${folder}/database-url`,
    } satisfies Record<(typeof VARIABLES)[number], string>,
    secrets: { "mysql-password": password, "database-url": urlOf(login) },
  };
}
