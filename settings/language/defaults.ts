import type { Path } from "./path";

export type Mode = "dev" | "prod";

/** What a stack file may say, and other defaults follow. */
export interface Condition {
  /** `NAME` in it is the entry of a map that the default is for. */
  path: Path;
  /**
   * The value that the setting has, written or by default.
   *
   * @default any: it is written in the stack file
   */
  is?: string;
  /** As it stands after "with" in the documentation. */
  words: string;
}

type Value<T> = T | Readonly<T>;

/** What holds where a stack file does not say: values as they would be written there. */
export interface Defaults<T = unknown> {
  /** In both modes. */
  both?: Value<T>;
  dev?: Value<T>;
  prod?: Value<T>;
  /** Other values, in both modes or in one of them: the first whose condition holds. */
  when?: readonly (readonly [Condition, T | { readonly [M in Mode]?: T }])[];
  /** The condition beside which there is a value at all. */
  beside?: Condition;
  /** What the documentation shows where there is no value, or where the value does not say enough. */
  words?: string | { readonly [M in Mode]?: string };
}

/** The value that a mode has under these conditions, as it would be written. Pure. */
export function writtenDefault(
  { both, dev, prod, when = [], beside }: Defaults,
  mode: Mode,
  holds: (condition: Condition) => boolean,
): unknown {
  if (beside && !holds(beside)) return undefined;
  for (const [condition, value] of when) {
    const ofMode = isByMode(value) ? value[mode] : value;
    if (ofMode !== undefined && holds(condition)) return ofMode;
  }
  return { dev, prod }[mode] ?? both;
}

const isByMode = (value: unknown): value is { readonly [M in Mode]?: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
