import type { z } from "zod";
import { type Condition, type Mode, writtenDefault } from "./defaults";
import { ENTRY_NAME, entriesOf, knownPlaceAt, metaOf, shapeOf } from "./meta";
import { type Path, valueAt } from "./path";

declare const FILLED: unique symbol;

/** A setting, with the type that it has when its default is filled in. */
export type FilledSetting<S extends z.ZodType, D> = S & { readonly [FILLED]: WithDefault<S, D> };

type WithDefault<S extends z.ZodType, D> = D extends { beside: Condition }
  ? Whole<S> | undefined
  : D extends { both: unknown } | { dev: unknown; prod: unknown }
    ? Whole<S>
    : Whole<S> | undefined;

/** A setting that is there; of a map of groups, each entry has the defaults of its group. */
type Whole<S extends z.ZodType> =
  S extends z.ZodRecord<z.core.$ZodRecordKey, infer Entry>
    ? Record<string, FilledEntry<Entry>>
    : z.output<S>;

type FilledEntry<E> =
  E extends z.ZodPipe<z.core.$ZodType, infer Group>
    ? Group extends z.ZodObject
      ? FilledShape<Group["shape"]>
      : z.output<E>
    : E extends z.ZodObject
      ? FilledShape<E["shape"]>
      : z.output<E>;

/** What a schema's settings are when each default is filled in. */
export type Filled<S> =
  S extends z.ZodOptional<infer I>
    ? I extends { readonly [FILLED]: infer V }
      ? V
      : I extends z.ZodObject
        ? FilledShape<I["shape"]>
        : z.output<I> | undefined
    : S extends z.ZodObject
      ? FilledShape<S["shape"]>
      : z.output<S>;

type FilledShape<Shape> = { [K in keyof Shape]: Filled<Shape[K]> };

/** A stack whose defaults are looked up. */
export interface Known {
  /** The schema of all settings. */
  root: z.ZodType;
  mode: Mode;
  /** What the stack file says. */
  written: unknown;
  /** The entry of a map whose defaults are looked up: what a condition calls `NAME`. */
  entry?: string;
}

/** The settings of a schema: what a stack file says of them, and for the rest what is the default. Pure. */
export function filled<S extends z.ZodType>(schema: S, written: unknown, known: Known): Filled<S> {
  const entry = entriesOf(schema);
  if (entry) return filledEntries(entry, written ?? defaultOf(schema, known), known) as Filled<S>;
  const shape = metaOf(schema) ? undefined : shapeOf(schema);
  if (!shape) return (written ?? defaultOf(schema, known)) as Filled<S>;
  const entries = Object.entries(shape).map(
    ([key, inner]) => [key, filled(inner, valueAt(written, [key]), known)] as const,
  );
  return Object.fromEntries(entries) as Filled<S>;
}

const filledEntries = (entry: z.ZodType, written: unknown, known: Known) =>
  written &&
  Object.fromEntries(
    Object.entries(written).map(([name, value]) => [
      name,
      filled(entry, value, { ...known, entry: name }),
    ]),
  );

/** The default of a setting as it is when it has been read; undefined where there is none. Pure. */
export function defaultOf(schema: z.ZodType, known: Known): unknown {
  const { defaults } = metaOf(schema) ?? {};
  const written =
    defaults && writtenDefault(defaults, known.mode, (condition) => holds(condition, known));
  return written === undefined ? undefined : schema.parse(written);
}

/** Whether a condition holds in a stack. Pure. */
export function holds({ path, is }: Condition, known: Known): boolean {
  const full = path.map((key) => (key === ENTRY_NAME ? (known.entry ?? key) : key));
  const written = valueAt(known.written, full);
  if (is === undefined) return written !== undefined;
  return (written ?? defaultAt(full, known)) === is;
}

const defaultAt = (path: Path, known: Known) =>
  defaultOf(knownPlaceAt(known.root, path).schema, known);
