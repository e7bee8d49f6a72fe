import { z } from "zod";
import type { Defaults } from "./defaults";
import type { FilledSetting } from "./filled";
import type { Path } from "./path";

/** What people are told about a setting: in an error, and in docs/settings.md. */
export interface SettingMeta<D extends Defaults = Defaults> {
  /** What it does, in one sentence. */
  description: string;
  /** Which values are accepted, as the second half of "accepted: ...". */
  accepted: string;
  /**
   * A value that works; of one entry, where the setting is a list or a map. A secret needs none, and a map
   * of groups that have no short form cannot have one.
   */
  example?: string;
  /** What holds for the single entries of a list or a map. */
  entry?: {
    /** The key in the example: a name, or 0 for the first element of a list. */
    key: string | 0;
    accepted: string;
    /** Which names a map accepts. */
    names?: string;
    /** The setting whose documentation is that of the entries, too. */
    like?: string;
  };
  /** What holds where a stack file does not say. Without it, the setting is required. */
  defaults?: D;
  /** The value never appears in a message, and has to be encrypted in the stack file. */
  secret?: true;
  /** The value becomes a file, which may have any character in it. */
  file?: true;
  /** The setting that a text in the place of this group stands for. */
  short?: string;
  /** Keys that people know from elsewhere and that the groups of a map do not have: what is accepted in their place. */
  elsewhere?: Readonly<Record<string, string>>;
  /** What becomes of an encrypted value, where it is seen by others all the same. */
  shown?: string;
}

const registry = z.registry<SettingMeta>();

/** A copy of the schema with the documentation of one setting: settings share schemas, not texts. */
export function setting<S extends z.ZodType, const D extends Defaults<z.input<S>> = object>(
  schema: S,
  meta: SettingMeta<D>,
): FilledSetting<S, D> {
  const own = schema.clone() as FilledSetting<S, D>;
  registry.add(own, meta);
  return own;
}

/** The schema that optional(), default() or prefault() was called on, where one was. */
function inner(schema: z.ZodType): z.ZodType | undefined {
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return wraps ? (schema.unwrap() as z.ZodType) : undefined;
}

/** The schema without optional(), defaults and preprocess() around it. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const inside = inner(schema);
  if (inside) return unwrap(inside);
  if (schema instanceof z.ZodPipe) return unwrap(schema.out as z.ZodType);
  return schema;
}

/** The documentation of a schema, whatever it is wrapped in. */
export function metaOf(schema: z.ZodType): SettingMeta | undefined {
  const meta = registry.get(schema);
  const inside = inner(schema);
  return meta || !inside ? meta : metaOf(inside);
}

/** The settings of a group by their keys; undefined for what is not a group. */
export function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  const bare = unwrap(schema);
  return bare instanceof z.ZodObject ? (bare.shape as Record<string, z.ZodType>) : undefined;
}

/** How the documentation and conditions write the name of an entry, which a person picks. */
export const ENTRY_NAME = "NAME";

/** The group that each entry of a map is, which may have a short form; undefined for what is no such map. */
export function entriesOf(schema: z.ZodType): z.ZodType | undefined {
  const bare = unwrap(schema);
  if (!(bare instanceof z.ZodRecord)) return undefined;
  const entry = bare.valueType as z.ZodType;
  return shapeOf(entry) && entry;
}

/** A place in the settings: what is accepted there, and the documentation that goes with it. */
export interface SettingPlace {
  schema: z.ZodType;
  meta: SettingMeta | undefined;
  /** The place is an element of a list or a value of a map, and `meta` is that of the whole. */
  isEntry: boolean;
}

/** The place at a path of keys; undefined where the settings have no such key. */
export function placeAt(root: z.ZodType, path: Path): SettingPlace | undefined {
  let place: SettingPlace | undefined = { schema: root, meta: undefined, isEntry: false };
  for (const key of path) {
    place = place && below(place, key);
  }
  return place;
}

/** The place at a path that the settings have, as everything that zod reports does. */
export function knownPlaceAt(root: z.ZodType, path: Path): SettingPlace {
  const place = placeAt(root, path);
  if (!place) throw new Error(`The settings have no ${path.join(".")}.`);
  return place;
}

function below({ schema, meta }: SettingPlace, key: string | number): SettingPlace | undefined {
  const bare = unwrap(schema);
  if (bare instanceof z.ZodRecord) {
    return { schema: bare.valueType as z.ZodType, meta, isEntry: true };
  }
  if (bare instanceof z.ZodArray) {
    return { schema: bare.element as z.ZodType, meta, isEntry: true };
  }
  const child = Object.entries(shapeOf(schema) ?? {}).find(([name]) => name === key)?.[1];
  return child && { schema: child, meta: metaOf(child), isEntry: false };
}

/**
 * Calls `visit` for each setting and each group below `schema`, in the order of the schemas. What the
 * entries of a map have is below the name `NAME`, but where it is that of another setting.
 */
export function walk(
  schema: z.ZodType,
  visit: (path: readonly string[], schema: z.ZodType) => void,
  path: readonly string[] = [],
): void {
  for (const [key, child] of Object.entries(shapeOf(schema) ?? {})) {
    visit([...path, key], child);
    const entry = entriesOf(child);
    if (entry && metaOf(child)?.entry?.like) continue;
    if (entry) walk(entry, visit, [...path, key, ENTRY_NAME]);
    else walk(child, visit, [...path, key]);
  }
}
