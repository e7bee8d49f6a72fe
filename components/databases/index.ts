import type * as pulumi from "@pulumi/pulumi";
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

export type DatabaseEngineName = keyof typeof DATABASES;

export const DATABASE_NAMES = Object.keys(DATABASES) as DatabaseEngineName[];

/** The engine of that name, by what is asked of every engine. */
export const databaseEngine = (name: DatabaseEngineName): DatabaseEngine => DATABASES[name];

/** Starts a database of the engine that its arguments name. */
export function startDatabase(
  name: string,
  { engine, ...args }: StartArgs & { engine: DatabaseEngineName },
  opts: pulumi.ComponentResourceOptions,
): Promise<Database> {
  return databaseEngine(engine).start(name, args, opts);
}
