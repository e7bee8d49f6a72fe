import type { Flag } from "./command-table";

/** A flag of one of the wrapper's own commands. */
export interface OwnFlag extends Flag {
  help: string;
  /** What its text is called in the help; for those that take one. */
  value?: string;
}

/** What a word of a command line names, so that a shell can complete it. */
export type Named = "role" | "database" | "release" | "shell";

/** A command that `./pulumiw` runs by itself: parser, help and completions read it here. */
export interface OwnCommand {
  /** What stands after its words, as the help writes it. */
  takes: string;
  /** One line. */
  summary: string;
  /** What else has to be known, in lines of at most 90 characters. */
  about?: readonly string[];
  flags: Readonly<Record<string, OwnFlag>>;
  /** Command lines without `./pulumiw`, and what each does. */
  examples: readonly (readonly [string, string])[];
  /** How many words it takes at most. */
  most: number;
  /** After so many words everything belongs to another program. */
  passesOn?: number;
  completes?: Named;
  /** Flags, with their dashes, that mean the command of this name that engines of Pulumi have. */
  ofEngine?: readonly string[];
}

export const text = (value: string, help: string): OwnFlag => ({ type: "string", value, help });
export const toggle = (help: string): OwnFlag => ({ type: "boolean", help });
export const short = (letter: string, flag: OwnFlag): OwnFlag => ({ ...flag, short: letter });

/** Flags that all of them take. */
export const OWN_COMMON: Readonly<Record<string, OwnFlag>> = {
  stack: short(
    "s",
    text("STACK", "the stack that is meant; else the one that is selected, or dev"),
  ),
  cwd: short("C", text("FOLDER", "the project's folder")),
  json: short("j", toggle("for programs")),
  color: text("WHEN", "auto, always or never"),
  help: short("h", toggle("shows this")),
};

/** Flags that belong to the way to an engine: these commands need none, so that any will do. */
export const OF_ENGINES: Readonly<Record<string, Flag>> = {
  engine: { type: "string" },
  "stand-ins": { type: "string" },
  "non-interactive": { type: "boolean" },
};
