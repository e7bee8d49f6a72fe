import { z } from "zod";
import { removeCommand } from "./commands";
import { type Given, showAt } from "./given";
import { mendValue } from "./mend";
import { knownPlaceAt, type SettingPlace, shapeOf, unwrap } from "./meta";
import { type Path, valueAt } from "./path";
import type { Problem } from "./problem";
import { move, unknownKey } from "./unknown-key";

/** Turns what zod found into problems that name key, given, accepted and mend. */
export function problemsOf(error: z.ZodError, root: z.ZodType, given: Given): Problem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path as Path;
    switch (issue.code) {
      case "unrecognized_keys":
        return issue.keys.map((key) => unknownKey(root, path, key, given));
      case "invalid_key":
        return [wrongName(root, path, given)];
      default:
        return [wrongValue(root, writtenPath(path, given.values), given)];
    }
  });
}

/** A short form such as `database: mysql` was parsed as an object: the message names what was written. */
function writtenPath(path: Path, values: unknown): Path {
  const parent = path.slice(0, -1);
  return parent.length > 0 && typeof valueAt(values, parent) === "string" ? parent : path;
}

function wrongValue(root: z.ZodType, path: Path, given: Given): Problem {
  const place = knownPlaceAt(root, path);
  const value = valueAt(given.values, path);
  const isEmpty = value === null || value === "";
  const mayBeLeftOut = isEmpty && !place.meta?.secret && place.schema.safeParse(undefined).success;
  const accepted = acceptedAt(place);
  return {
    path,
    given: showAt(given, path, place.meta),
    accepted: mayBeLeftOut ? `${accepted}; or no such key, for the default` : accepted,
    mend: mayBeLeftOut ? removeCommand(given.file, path) : mendValue(place, path, value, given),
  };
}

function acceptedAt({ schema, meta, isEntry }: SettingPlace): string {
  if (!meta) return `an object with the keys ${Object.keys(shapeOf(schema) ?? {}).join(", ")}`;
  return isEntry && meta.entry ? meta.entry.accepted : meta.accepted;
}

/** A map accepts any value under this name, so it is the name that is wrong. */
function wrongName(root: z.ZodType, path: Path, given: Given): Problem {
  const { meta } = knownPlaceAt(root, path);
  const map = unwrap(knownPlaceAt(root, path.slice(0, -1)).schema);
  const keys = map instanceof z.ZodRecord ? (map.keyType as z.ZodType) : z.string();
  return {
    path,
    given: `the name ${JSON.stringify(path.at(-1))}`,
    accepted: `a name of ${meta?.entry?.names}`,
    mend: move(root, path, [...path.slice(0, -1), nearestName(String(path.at(-1)), keys)], given),
  };
}

/** The nearest name that a map accepts: with underscores, or with dashes where those are none of its own. */
function nearestName(name: string, keys: z.ZodType): string {
  const variable = name.replace(/\W/g, "_").replace(/^(?=\d|$)/, "_");
  const dashed = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return [variable, dashed].find((one) => keys.safeParse(one).success) ?? variable;
}
