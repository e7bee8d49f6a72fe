import { z } from "zod";
import { DATABASE_NAMES } from "../../../components/databases";
import { setting } from "../../language/meta";
import { withShortForm } from "../../language/short-form";
import { databaseGroup } from "../database/schema";
import { oneOf } from "../database/words";

const NAMES = "lower-case letters, digits and dashes, at most 30, beginning with a letter";

const ENGINES = `${DATABASE_NAMES.join(", ")}, or an object with the key engine`;

const engine = setting(z.enum(DATABASE_NAMES), {
  description: "Which database it is.",
  accepted: oneOf(DATABASE_NAMES),
  example: "redis",
});

export const databasesSchema = setting(
  z.record(
    z.string().regex(/^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/),
    withShortForm("engine", databaseGroup(["databases", "NAME"], engine)),
  ),
  {
    description:
      "Databases by name: an engine each, or an object as `database` has it. `database` stands for the entry of that name, and is none where only others are written.",
    accepted: "a map of names to engines or objects",
    example: "redis",
    entry: { key: "cache", accepted: ENGINES, names: NAMES, like: "database" },
    short: "engine",
    defaults: { words: "none but `database`" },
  },
);
