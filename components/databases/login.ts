import type * as pulumi from "@pulumi/pulumi";

/** Where a database of an SQL server is found, and by whom. */
export interface Login {
  host: string;
  database: string;
  user: string;
  /** A secret. */
  password: pulumi.Output<string>;
}

/** The address of a database as SQLAlchemy reads it: https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls */
export const loginUrl = (
  scheme: string,
  port: number,
  { host, database, user, password }: Login,
): pulumi.Output<string> =>
  password.apply((secret) => `${scheme}://${user}:${secret}@${host}:${port}/${database}`);
