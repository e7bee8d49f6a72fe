import { type DatabaseEngineName, MAIN_ROLE } from "../../../components/databases";
import type { PublishedPort } from "../../../shared/ports";
import type { Filled } from "../../language/filled";
import { formatPath } from "../../language/path";
import { appNameOf } from "../app/name";
import { databasesSchema } from "../databases/schema";
import { images } from "../images";
import { publishedOn } from "../published";
import type { Stack } from "../stack";
import { writtenDatabases } from "./entries";
import { databaseNameOf } from "./names";
import { DATABASE_RULES } from "./rules";
import { databaseObject, databaseSchema } from "./schema";

export interface DatabaseSettings
  extends Omit<Filled<typeof databaseObject>, "engine" | "image" | "name" | "user" | "port"> {
  /** What it is called in the stack: `database`, or its name in `databases`. */
  role: string;
  /** The setting that it is written in, such as `database` or `databases.cache`. */
  key: string;
  engine: DatabaseEngineName;
  image: string;
  name: string;
  user: string;
  port: PublishedPort | undefined;
}

/** Every database of the stack, the entry `database` first. */
export function databasesOf(stack: Stack): DatabaseSettings[] {
  const { written, fill } = stack;
  const entries = fill(databasesSchema.optional(), written.databases) ?? {};
  const main = () => fill(databaseObject, fill(databaseSchema, written.database));
  return writtenDatabases(written).flatMap(({ role, path }) => {
    const given = path[0] === "database" ? main() : entries[role];
    if (!given || given.engine === "none") return [];
    const { engine } = given;
    const name = databaseNameOf(appNameOf(stack), engine);
    return {
      ...given,
      role,
      key: formatPath(path),
      engine,
      image: given.image ?? fill(images.schema, written.images)[engine],
      name: given.name ?? name,
      user: given.user ?? name,
      port: publishedOn("127.0.0.1", given.port),
    };
  });
}

/** The one that is called `database`; undefined where there is none. */
const resolve = (stack: Stack): DatabaseSettings | undefined =>
  databasesOf(stack).find(({ role }) => role === MAIN_ROLE);

export const database = { schema: databaseSchema.optional(), rules: DATABASE_RULES, resolve };
