import type * as pulumi from "@pulumi/pulumi";
import type { StackNetworks } from "../data-network";
import type { Database } from "./database";
import type { DatabaseEngine, StartArgs } from "./engine";
import { mariadb } from "./mariadb";
import { mysql } from "./mysql";
import { postgres } from "./postgres";
import { redis } from "./redis";

/** Every database engine, by the name that settings, labels and dumps have for it. */
export const DATABASES = { mysql, mariadb, postgres, redis } satisfies Record<
  string,
  DatabaseEngine
>;

export { MAIN_ROLE, variablesFor } from "./connection";

export type DatabaseEngineName = keyof typeof DATABASES;

export const DATABASE_NAMES = Object.keys(DATABASES) as DatabaseEngineName[];

/** The engine of that name, by what is asked of every engine. */
export const databaseEngine = (name: DatabaseEngineName): DatabaseEngine => DATABASES[name];

/** What a database is started with, and by which engine. */
export type DatabaseSpec = StartArgs & { engine: DatabaseEngineName };

/** Starts a database of the engine that its arguments name. */
export function startDatabase(
  name: string,
  { engine, ...args }: DatabaseSpec,
  opts: pulumi.ComponentResourceOptions,
): Promise<Database> {
  return databaseEngine(engine).start(name, args, opts);
}

/** Starts databases by the names that they have in their stack, which are their roles too. */
export async function startDatabases(
  specs: Readonly<Record<string, Omit<DatabaseSpec, "network" | "role">>>,
  { network, dataNetwork = network }: StackNetworks,
  opts: pulumi.ComponentResourceOptions,
): Promise<Record<string, Database>> {
  const started: Record<string, Database> = {};
  for (const [role, spec] of Object.entries(specs)) {
    started[role] = await startDatabase(role, { ...spec, network: dataNetwork, role }, opts);
  }
  return started;
}
