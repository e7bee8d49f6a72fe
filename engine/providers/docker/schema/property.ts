import { duration as durationText } from "./accept";

/**
 * The language of the resource tables: each property with its type and what the official provider
 * does with it. Checking, planning and diffing read nothing else, so a resource is a table.
 */

/** What holds for a property of any type. */
export interface Traits {
  required?: boolean;
  /** A change cannot be made in place. */
  forceNew?: boolean;
  /** A text that says the same as none. */
  zero?: string;
  /** Docker fills it in when the program does not. */
  computed?: boolean;
  /** An output only; always computed. */
  readOnly?: boolean;
  /** What an absent input means. Falsy defaults show up in outputs only, as in the official states. */
  default?: string | number | boolean;
  /** An absent input becomes `<resource name>-<7 hex digits>`. */
  autoName?: boolean;
  /** Exactly one of these properties, itself among them, has to be given. */
  exactlyOneOf?: string[];
  conflictsWith?: string[];
  /** What of the official provider is missing here: giving it is an error that says so. */
  unsupported?: string;
  /** Why a value is not accepted, or undefined when it is. */
  accept?: (value: never) => string | undefined;
  /** True when a change between these two values means nothing to Docker. */
  equivalent?: (old: never, next: never) => boolean;
}

interface StringProperty extends Traits {
  kind: "string";
}
interface IntProperty extends Traits {
  kind: "int";
}
interface BoolProperty extends Traits {
  kind: "bool";
}
interface MapProperty extends Traits {
  kind: "map";
}
interface StringsProperty extends Traits {
  kind: "list" | "set";
  of: "string";
}
interface BlocksProperty<F extends Fields = Fields> extends Traits {
  kind: "list" | "set";
  of: F;
}
interface BlockProperty<F extends Fields = Fields> extends Traits {
  kind: "block";
  of: F;
}

export type Property =
  | StringProperty
  | IntProperty
  | BoolProperty
  | MapProperty
  | StringsProperty
  | BlocksProperty
  | BlockProperty;

/** The properties of a resource, or of a block within one. */
export interface Fields {
  [name: string]: Property;
}

/** The value that a property of this type has. */
export type ValueOf<P> = P extends StringProperty
  ? string
  : P extends IntProperty
    ? number
    : P extends BoolProperty
      ? boolean
      : P extends MapProperty
        ? Record<string, string>
        : P extends StringsProperty
          ? string[]
          : P extends BlocksProperty<infer F>
            ? ValuesOf<F>[]
            : P extends BlockProperty<infer F>
              ? ValuesOf<F>
              : never;

/** Checked inputs of a resource: right in type, absent where the program gives nothing. */
export type ValuesOf<F extends Fields> = { [K in keyof F]?: ValueOf<F[K]> };

export const string = (traits: Traits = {}): StringProperty => ({ kind: "string", ...traits });
/** A text like `1m30s`. */
export const duration = (traits: Traits = {}): StringProperty =>
  string({ accept: durationText, zero: "0s", ...traits });
export const int = (traits: Traits = {}): IntProperty => ({ kind: "int", ...traits });
export const bool = (traits: Traits = {}): BoolProperty => ({ kind: "bool", ...traits });
/** Strings by name. */
export const map = (traits: Traits = {}): MapProperty => ({ kind: "map", ...traits });
export const strings = (traits: Traits = {}): StringsProperty => ({
  kind: "list",
  of: "string",
  ...traits,
});
/** Strings whose order and repetition mean nothing; kept sorted. */
export const stringSet = (traits: Traits = {}): StringsProperty => ({
  kind: "set",
  of: "string",
  ...traits,
});
export const list = <F extends Fields>(of: F, traits: Traits = {}): BlocksProperty<F> => ({
  kind: "list",
  of,
  ...traits,
});
/** Blocks whose order means nothing; kept in a fixed order. */
export const set = <F extends Fields>(of: F, traits: Traits = {}): BlocksProperty<F> => ({
  kind: "set",
  of,
  ...traits,
});
/** At most one block. */
export const block = <F extends Fields>(of: F, traits: Traits = {}): BlockProperty<F> => ({
  kind: "block",
  of,
  ...traits,
});

/** Labels, as every Docker object has them; a container's and a network's cannot be changed. */
export const labels = (traits: Traits = {}) =>
  set(
    {
      label: string({ required: true, forceNew: traits.forceNew }),
      value: string({ required: true, forceNew: traits.forceNew }),
    },
    traits,
  );
