import { ALIASES, COMMON, type Flag, type Flags } from "./command-table";

/** A command line with the words of its command apart from the rest. */
export interface CommandWords {
  /** As they were given; empty where there is none. */
  given: string;
  /** By its first name: `up` for `update`, `stack init` for `stack new`. */
  command: string;
  /** Everything else, in its order. */
  rest: string[];
}

/**
 * Finds the command of a command line: its words come first among what is no flag; flags may stand before
 * and between. Pure.
 *
 * @param isCommand whether two words are a command of that name.
 */
export function commandWords(
  argv: readonly string[],
  isCommand: (words: string) => boolean,
): CommandWords {
  const rest = [...argv];
  const words: string[] = [];
  for (let index = 0; index < rest.length && words.length < 2; ) {
    const arg = rest[index] ?? "";
    if (arg === "--") break;
    if (/^-./.test(arg)) {
      // Only flags of every command may precede it.
      index += takesNext(arg, COMMON) ? 2 : 1;
      continue;
    }
    if (words.length === 1 && !isCommand(`${words[0]} ${arg}`)) break;
    words.push(arg);
    rest.splice(index, 1);
  }
  const given = words.join(" ");
  return { given, command: firstName(given), rest };
}

export const firstName = (given: string) =>
  (Object.hasOwn(ALIASES, given) && ALIASES[given]) || given;

/** Whether the next argument belongs to this one. */
function takesNext(arg: string, flags: Flags): boolean {
  return readFlag(arg, flags).some(
    ({ name, value }) => value === undefined && takesText(flags[name]),
  );
}

const takesText = (flag: Flag | undefined) => flag?.type === "string" && !flag.optional;

/** A flag by its long name, `?` before the letter of one that is not known. */
interface GivenFlag {
  name: string;
  /** Undefined where none is in the argument itself. */
  value: string | undefined;
}

/** The flags of an argument: `--stack=dev`, `-s=dev`, `-sdev` and `-fy`. */
function readFlag(arg: string, flags: Flags): GivenFlag[] {
  if (arg.startsWith("--")) {
    const [name = "", value] = arg.slice(2).split(/=(.*)/s);
    return [{ name, value }];
  }
  const found: GivenFlag[] = [];
  for (let at = 1; at < arg.length; at++) {
    const letter = arg[at] ?? "";
    const name = longName(letter, flags);
    const after = arg.slice(at + 1);
    if (after.startsWith("=")) return [...found, { name, value: after.slice(1) }];
    if (takesText(flags[name])) return [...found, { name, value: after || undefined }];
    found.push({ name, value: undefined });
  }
  return found;
}

const longName = (letter: string, flags: Flags) =>
  Object.keys(flags).find((name) => flags[name]?.short === letter) ?? `?${letter}`;

/** What stands after a command, taken apart. */
export interface GivenFlags {
  /** The values of a flag in their order; undefined stands for one without a value. */
  values: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** What is no flag and belongs to none. */
  operands: readonly string[];
}

/** Takes apart what stands after a command, and passes over what nobody knows. Pure. */
export function givenFlags(rest: readonly string[], flags: Flags): GivenFlags {
  const values = new Map<string, (string | undefined)[]>();
  const operands: string[] = [];
  for (let index = 0; index < rest.length; index++) {
    const arg = rest[index] ?? "";
    if (arg === "--") {
      operands.push(...rest.slice(index + 1));
      break;
    }
    if (!/^-./.test(arg)) {
      operands.push(arg);
      continue;
    }
    for (const { name, value } of readFlag(arg, flags)) {
      const text = value === undefined && takesText(flags[name]) ? rest[++index] : value;
      values.set(name, [...(values.get(name) ?? []), text]);
    }
  }
  return { values, operands };
}
