import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "../database";

export const PORT = 6379;

/** The environment variables by which an app finds its Redis. */
export const VARIABLES = [
  "REDIS_HOST",
  "REDIS_PORT",
  "REDIS_PASSWORD_FILE",
  "DATABASE_URL_FILE",
] as const;

export interface Login {
  host: string;
  /** A secret. */
  password: pulumi.Output<string>;
}

export const urlOf = ({ host, password }: Login): pulumi.Output<string> =>
  password.apply((secret) => `redis://:${secret}@${host}:${PORT}/0`);

/** @param folder where the app finds its secrets. */
export function connectionOf(login: Login, folder: string): Omit<DatabaseConnection, "ready"> {
  return {
    env: {
      REDIS_HOST: login.host,
      REDIS_PORT: String(PORT),
      REDIS_PASSWORD_FILE: `${folder}/redis-password`,
      DATABASE_URL_FILE: `${folder}/database-url`,
    } satisfies Record<(typeof VARIABLES)[number], string>,
    secrets: { "redis-password": login.password, "database-url": urlOf(login) },
  };
}
