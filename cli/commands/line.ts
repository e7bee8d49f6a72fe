import type { Flag } from "../../shared/command-table";
import { UserError } from "../../shared/errors";
import { nearest } from "../../shared/nearest";
import { OF_ENGINES, OWN_COMMON, type OwnCommand } from "../../shared/own-command";
import { OWN_COMMANDS } from "../../shared/own-commands";

/** A command line of one of the wrapper's own commands. */
export interface OwnLine {
  /** By its words. */
  command: string;
  /** What is no flag. */
  operands: readonly string[];
  /** What belongs to another program, as it was given. */
  passedOn: readonly string[];
  /** The last text of a flag. */
  text(name: string): string | undefined;
  /** All texts of a flag. */
  list(name: string): readonly string[];
  has(name: string): boolean;
  /** Whether it was given as `--NAME=false`. */
  isOff(name: string): boolean;
}

/** A command's words, and the rest of its line. */
export interface GivenCommand {
  command: string;
  args: readonly string[];
}

type Flags = Readonly<Record<string, Flag>>;

/** Flags that may stand before a command. */
const ANYWHERE: Flags = { ...OWN_COMMON, ...OF_ENGINES };

/** Other names of a command's second word. */
const SAME: Readonly<Record<string, string>> = { list: "ls" };

/** The own command that a line begins with, flags aside; undefined where it is another's. Pure. */
export function ownCommand(argv: readonly string[]): GivenCommand | undefined {
  const at = wordAfter(argv, 0);
  const word = argv[at];
  if (word === undefined) return undefined;
  const next = wordAfter(argv, at + 1, flagsBelow(word));
  const two = `${word} ${SAME[argv[next] ?? ""] ?? argv[next]}`;
  const without = (...places: number[]) => argv.filter((_, index) => !places.includes(index));
  if (Object.hasOwn(OWN_COMMANDS, two)) return { command: two, args: without(at, next) };
  const shape = Object.hasOwn(OWN_COMMANDS, word) ? OWN_COMMANDS[word] : undefined;
  const isOfEngine = argv.some((arg) => shape?.ofEngine?.includes(arg.split("=")[0] ?? ""));
  return shape && !isOfEngine ? { command: word, args: without(at) } : undefined;
}

/** Flags of the commands that begin with a word: they may stand before the next one. */
const flagsBelow = (word: string): Flags =>
  Object.assign(
    {},
    ANYWHERE,
    ...Object.keys(OWN_COMMANDS)
      .filter((command) => command.startsWith(`${word} `))
      .map((command) => OWN_COMMANDS[command]?.flags),
  );

/** Where the next word that is no flag stands, from a place on. */
function wordAfter(argv: readonly string[], from: number, flags = ANYWHERE): number {
  let index = from;
  for (; index < argv.length; index++) {
    const arg = argv[index] ?? "";
    if (arg === "--") return argv.length;
    if (!/^-./.test(arg)) return index;
    const name = arg.startsWith("--") ? arg.slice(2) : longName(arg.slice(1), flags);
    if (name !== undefined && flags[name]?.type === "string") index++;
  }
  return index;
}

const longName = (letter: string, flags: Flags) =>
  Object.keys(flags).find((name) => flags[name]?.short === letter);

/**
 * Takes a command's line apart. Pure.
 *
 * @throws UserError that names what is not known, and what is.
 */
export function parseOwnLine({ command, args }: GivenCommand): OwnLine {
  const shape = OWN_COMMANDS[command] as OwnCommand;
  const flags: Flags = { ...OF_ENGINES, ...OWN_COMMON, ...shape.flags };
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  const fail = (text: string): never => {
    throw new UserError(`${command}: ${text}; see ./pulumiw ${command} --help`);
  };
  let index = 0;
  const take = (name: string | undefined, shown: string, inline: string | undefined) => {
    const flag = name === undefined ? undefined : flags[name];
    if (name === undefined || !flag) return fail(unknownFlag(shown, flags));
    if (flag.type === "boolean") {
      const value = inline ?? "true";
      if (!["true", "false"].includes(value))
        fail(`${shown}: given "${value}"; accepted: ${shown} alone`);
      values.set(name, [value]);
      return;
    }
    const value = inline ?? args[++index];
    if (value === undefined || value === "")
      return fail(`${shown}: given no value; accepted: ${shown} ${textOf(flag)}`);
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  let passedOn: readonly string[] = [];
  for (; index < args.length; index++) {
    const arg = args[index] ?? "";
    const isFull = shape.passesOn !== undefined && operands.length >= shape.passesOn;
    if (arg === "--") {
      passedOn = args.slice(index + 1);
      break;
    }
    if (!/^-./.test(arg)) {
      if (isFull) {
        passedOn = args.slice(index);
        break;
      }
      operands.push(arg);
    } else if (arg.startsWith("--")) {
      const [name = "", inline] = arg.slice(2).split(/=(.*)/s);
      take(name, `--${name}`, inline);
    } else {
      for (let at = 1; at < arg.length; at++) {
        const letter = arg[at] ?? "";
        const name = longName(letter, flags);
        const after = arg.slice(at + 1);
        const isText = name !== undefined && flags[name]?.type === "string";
        take(name, `-${letter}`, isText && after ? after.replace(/^=/, "") : undefined);
        if (isText) break;
      }
    }
  }
  if (passedOn.length > 0 && shape.passesOn === undefined) {
    operands.push(...passedOn);
    passedOn = [];
  }
  const surplus = operands[shape.most];
  const isHelp = values.get("help")?.at(-1) === "true";
  if (surplus !== undefined && !isHelp) {
    fail(`given "${surplus}"; accepted: ./pulumiw ${command} ${shape.takes}`.trimEnd());
  }
  checkColor(values.get("color")?.at(-1), fail);
  return {
    command,
    operands,
    passedOn,
    text: (name) => values.get(name)?.at(-1),
    list: (name) => values.get(name) ?? [],
    has: (name) => values.get(name)?.at(-1) === "true",
    isOff: (name) => values.get(name)?.at(-1) === "false",
  };
}

const textOf = (flag: Flag) => ("value" in flag ? String(flag.value) : "VALUE");

function unknownFlag(shown: string, flags: Flags): string {
  const meant = shown.startsWith("--") ? nearest(shown.slice(2), Object.keys(flags)) : undefined;
  return `there is no flag ${shown}${meant === undefined ? "" : ` (did you mean --${meant}?)`}`;
}

function checkColor(color: string | undefined, fail: (text: string) => never): void {
  if (color === undefined || ["auto", "always", "never", "raw"].includes(color)) return;
  fail(`--color: given "${color}"; accepted: auto, always or never`);
}
