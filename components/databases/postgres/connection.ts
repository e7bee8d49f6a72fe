import type { DatabaseConnection } from "../database";
import { type Login, loginUrl } from "../login";

export const PORT = 5432;

/** The environment variables by which an app finds its database. */
export const VARIABLES = [
  "POSTGRES_HOST",
  "POSTGRES_PORT",
  "POSTGRES_USER",
  "POSTGRES_DB",
  "POSTGRES_PASSWORD_FILE",
  "DATABASE_URL_FILE",
] as const;

export const urlOf = (login: Login) => loginUrl("postgresql", PORT, login);

/** @param folder where the app finds its secrets. */
export function connectionOf(login: Login, folder: string): Omit<DatabaseConnection, "ready"> {
  const { host, database, user, password } = login;
  return {
    env: {
      POSTGRES_HOST: host,
      POSTGRES_PORT: String(PORT),
      POSTGRES_USER: user,
      POSTGRES_DB: database,
      POSTGRES_PASSWORD_FILE: `${folder}/postgres-password`,
      DATABASE_URL_FILE: `${folder}/database-url`,
    } satisfies Record<(typeof VARIABLES)[number], string>,
    secrets: { "postgres-password": password, "database-url": urlOf(login) },
  };
}
