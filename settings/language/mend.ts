import { z } from "zod";
import { nearest } from "../../shared/nearest";
import { removeCommand, setCommand } from "./commands";
import { type Given, isHidden } from "./given";
import { entriesOf, knownPlaceAt, type SettingPlace, shapeOf, unwrap } from "./meta";
import type { Path } from "./path";

const YAML_FLAGS = new Map([
  ["yes", "true"],
  ["on", "true"],
  ["no", "false"],
  ["off", "false"],
]);

/** The command that puts an accepted value at a path, as near to the wrong one as can be told. */
export function mendValue(place: SettingPlace, path: Path, wrong: unknown, given: Given): string {
  const value = isHidden(given, path) ? undefined : wrong;
  const target = settable(place, path, value);
  const { meta, isEntry } = target.place;
  const secret = meta?.secret === true;
  const command = setCommand(
    given.file,
    target.path,
    secret ? undefined : suggestion(target, path, value, given),
    { secret, asText: isEntry && typeof wrong === "number" },
  );
  return isInTheWay(wrong, target.path, path)
    ? `${removeCommand(given.file, path)} && ${command}`
    : command;
}

/** Below the top, the CLI replaces no scalar by a map or a list, and nowhere a list by a map. */
function isInTheWay(value: unknown, target: Path, path: Path): boolean {
  if (target === path || value === undefined) return false;
  return path.length > 1 || Array.isArray(value);
}

interface Target {
  place: SettingPlace;
  path: Path;
}

/** One `pulumi config set` sets one scalar: for a group, a map or a list that is one inside of it. */
function settable(place: SettingPlace, path: Path, value: unknown): Target {
  const inside = (key: string | number): Target => {
    const child = knownPlaceAt(place.schema, [key]);
    return { path: [...path, key], place: { ...child, meta: child.meta ?? place.meta } };
  };
  const shape = shapeOf(place.schema);
  if (shape && (!place.meta || (place.isEntry && place.meta.example === undefined))) {
    const keys = Object.keys(shape);
    return inside(keys.find((key) => mayBelongTo(shape[key], value)) ?? (keys[0] as string));
  }
  const entry = place.isEntry ? undefined : place.meta?.entry;
  if (!entry) return { place, path };
  const target = inside(entry.key);
  // What the whole map was given says nothing of one entry's settings.
  return entriesOf(place.schema) ? settable(target.place, target.path, undefined) : target;
}

/** Whether the value of a whole group is likely that of one of its settings: a number fits too many. */
const mayBelongTo = (schema: z.ZodType | undefined, value: unknown) =>
  typeof value === "string" &&
  Number.isNaN(Number(value)) &&
  acceptedForm(schema, value) !== undefined;

/** What was probably meant, or else the example. */
function suggestion(
  { place, path }: Target,
  wrongPath: Path,
  value: unknown,
  given: Given,
): string {
  const { schema, meta, isEntry } = place;
  const example = meta?.example ?? "";
  const isInside = path !== wrongPath;
  const short = isInside ? undefined : nearestShort(place, value);
  if (short) return short;
  if (isEntry && typeof path.at(-1) === "string") {
    // An entry may be anything but in some maps.
    const isFree = !isInside && schema.safeParse("VALUE").success && !shapeOf(schema);
    return isFree ? "VALUE" : example;
  }
  if (isInside && !mayBelongTo(schema, value)) return example;
  const bare = unwrap(schema);
  const options = bare instanceof z.ZodEnum ? bare.options.map(String) : [];
  return (
    acceptedForm(schema, value) ??
    (typeof value === "string" ? nearest(value, options) : undefined) ??
    options.find((option) => option === given.file.stack) ??
    example
  );
}

/** Of a group that a text may be written for, the text that was probably meant. */
function nearestShort({ schema, meta }: SettingPlace, value: unknown): string | undefined {
  if (!meta?.short || typeof value !== "string") return undefined;
  const bare = unwrap(knownPlaceAt(schema, [meta.short]).schema);
  return bare instanceof z.ZodEnum ? nearest(value, bare.options.map(String)) : undefined;
}

/** The value in a form that is accepted: without spaces, in lower case, with a flag as YAML means it. */
function acceptedForm(schema: z.ZodType | undefined, value: unknown): string | undefined {
  const isJson = typeof value === "string" && /^\s*[[{]/.test(value);
  if (!schema || typeof value !== "string" || isJson) return undefined;
  const bare = value.replace(/\s+/g, "");
  const forms = [value, value.trim(), bare, bare.toLowerCase(), YAML_FLAGS.get(bare.toLowerCase())];
  return forms.find((form) => form && schema.safeParse(form).success);
}
