import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "../database";

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

/** Where a database is found, and by whom. */
export interface Login {
  host: string;
  database: string;
  user: string;
  /** A secret. */
  password: pulumi.Output<string>;
}

export const urlOf = ({ host, database, user, password }: Login): pulumi.Output<string> =>
  password.apply((secret) => `mysql://${user}:${secret}@${host}:${PORT}/${database}`);

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
