import type * as pulumi from "@pulumi/pulumi";
import { SECRETS_FOLDER } from "../secrets-folder";
import type { DatabaseConnection } from "./database";
import type { AccessVariables } from "./engine";

/** The role of the database that has the plain names: its container is `project-stack-database`. */
export const MAIN_ROLE = "database";

/** The environment variables by which an app finds a database: an engine's own, or by the database's name. */
export function variablesFor(engine: AccessVariables, role: string): AccessVariables {
  if (role === MAIN_ROLE) return engine;
  const prefix = role.toUpperCase().replaceAll("-", "_");
  return {
    host: `${prefix}_HOST`,
    port: `${prefix}_PORT`,
    ...(engine.user && { user: `${prefix}_USER` }),
    ...(engine.database && { database: `${prefix}_DATABASE` }),
    passwordFile: `${prefix}_PASSWORD_FILE`,
    urlFile: `${prefix}_URL_FILE`,
  };
}

/** Names of the app's secret files with a database's password and its address. */
const accessFiles = (product: string, role: string) =>
  role === MAIN_ROLE
    ? { password: `${product}-password`, url: "database-url" }
    : { password: `${role}-password`, url: `${role}-url` };

/** What a database's login consists of; some engines have no users and no names of databases. */
export interface Access {
  host: string;
  port: number;
  user?: string;
  database?: string;
  /** A secret. */
  password: pulumi.Output<string>;
  /** The address with all of that; a secret. */
  url: pulumi.Output<string>;
}

/**
 * A login as an app is told of it.
 *
 * @param role what the database is called in its stack.
 * @param product whose words an app finds the stack's `database` by, such as `mysql`.
 * @param own the engine's own names of variables.
 */
export function connectionTo(
  role: string,
  product: string,
  own: AccessVariables,
  { host, port, user, database, password, url }: Access,
): Omit<DatabaseConnection, "ready"> {
  const variables = variablesFor(own, role);
  const files = accessFiles(product, role);
  const entries: [name: string | undefined, value: string | undefined][] = [
    [variables.host, host],
    [variables.port, String(port)],
    [variables.user, user],
    [variables.database, database],
    [variables.passwordFile, `${SECRETS_FOLDER}/${files.password}`],
    [variables.urlFile, `${SECRETS_FOLDER}/${files.url}`],
  ];
  const env = entries.filter(
    (entry): entry is [string, string] => entry[0] !== undefined && entry[1] !== undefined,
  );
  return {
    env: Object.fromEntries(env),
    secrets: { [files.password]: password, [files.url]: url },
  };
}
