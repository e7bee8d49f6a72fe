import { type DatabaseSettings, databasesOf } from "../database";
import type { Stack } from "../stack";
import { DATABASES_RULES } from "./rules";
import { databasesSchema } from "./schema";

/** Every database of the stack by its name, `database` first. */
function resolve(stack: Stack): Record<string, DatabaseSettings> {
  return Object.fromEntries(databasesOf(stack).map((database) => [database.role, database]));
}

export const databases = { schema: databasesSchema.optional(), rules: DATABASES_RULES, resolve };
