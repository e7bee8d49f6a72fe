import type { DatabaseEngineName } from "../../../components/databases";
import type { PublishedPort } from "../../../shared/ports";
import type { Filled } from "../../language/filled";
import { appNameOf } from "../app/name";
import { images } from "../images";
import { publishedOn } from "../published";
import type { Stack } from "../stack";
import { databaseNameOf } from "./names";
import { DATABASE_RULES } from "./rules";
import { databaseObject, databaseSchema } from "./schema";

export interface DatabaseSettings
  extends Omit<Filled<typeof databaseObject>, "engine" | "image" | "name" | "user" | "port"> {
  engine: DatabaseEngineName;
  image: string;
  name: string;
  user: string;
  port: PublishedPort | undefined;
}

/** Undefined with `none`. */
function resolve(stack: Stack): DatabaseSettings | undefined {
  const { written, fill } = stack;
  const given = fill(databaseObject, fill(databaseSchema, written.database));
  const { engine } = given;
  if (engine === "none") return undefined;
  const name = databaseNameOf(appNameOf(stack), engine);
  return {
    ...given,
    engine,
    image: given.image ?? fill(images.schema, written.images)[engine],
    name: given.name ?? name,
    user: given.user ?? name,
    port: publishedOn("127.0.0.1", given.port),
  };
}

export const database = { schema: databaseSchema.optional(), rules: DATABASE_RULES, resolve };
