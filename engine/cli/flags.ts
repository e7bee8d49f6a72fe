import { type ParseArgsConfig, parseArgs } from "node:util";

import { UserError } from "../errors";
import { ALIASES, COMMANDS, COMMON } from "./command-table";
import { surplusWord, unknownCommand, unknownFlag } from "./unknown-words";

/** A command line, taken apart. */
export interface Invocation {
  command: string;
  args: string[];
  /** A flag that takes a value; the last one given holds. */
  text(name: string): string | undefined;
  /** All values of a flag that may be given more than once. */
  list(name: string): string[];
  has(name: string): boolean;
}

/** Parses a command line. An unknown command or flag is an error that names it. */
export function parseCommandLine(argv: string[]): Invocation {
  const { command, rest } = splitCommand(argv);
  const shape = COMMANDS[command];
  const { values, positionals } = parse(command, rest, { ...COMMON, ...shape?.flags });
  const all = (name: string) => [values[name] ?? []].flat();
  const invocation: Invocation = {
    command,
    args: positionals,
    text: (name) => all(name).map(String).at(-1),
    list: (name) => all(name).map(String),
    has: (name) => all(name).some((value) => value === true || value === "true"),
  };
  const surplus = positionals[shape?.most ?? 0];
  if (surplus !== undefined) throw new UserError(surplusWord(command, surplus));
  checkColor(invocation.text("color"));
  return invocation;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

function parse(command: string, rest: string[], options: Options) {
  // Alone this flag means yes, though it may have a value too.
  const alone = "refresh" in options ? ["--refresh", "-r"] : [];
  const args = rest.map((arg) => (alone.includes(arg) ? "--refresh=true" : arg));
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError(flagProblem(command, error as Error, Object.keys(options)));
  }
}

/** The command's words come first among what is no flag; flags may stand before and between. */
function splitCommand(argv: string[]): { command: string; rest: string[] } {
  const rest = [...argv];
  const words: string[] = [];
  for (let index = 0; index < rest.length && words.length < 2; ) {
    const arg = rest[index] ?? "";
    if (arg.startsWith("-")) {
      index += takesValue(arg) ? 2 : 1;
      continue;
    }
    if (words.length === 1 && !isCommand(`${words[0]} ${arg}`)) break;
    words.push(arg);
    rest.splice(index, 1);
  }
  if (words.length === 0) return { command: withoutWords(rest), rest: rest.filter(isNoRequest) };
  const given = words.join(" ");
  const command = Object.hasOwn(ALIASES, given) ? (ALIASES[given] ?? given) : given;
  if (!Object.hasOwn(COMMANDS, command)) {
    throw new UserError(unknownCommand(given));
  }
  return { command, rest };
}

function isCommand(words: string): boolean {
  return Object.hasOwn(COMMANDS, words) || Object.hasOwn(ALIASES, words);
}

/** Flags alone ask for the version or for help. */
function withoutWords(flags: string[]): string {
  return flags.includes("--version") ? "version" : "help";
}

function isNoRequest(flag: string): boolean {
  return !["-h", "--help", "--version"].includes(flag);
}

/** Whether the next argument belongs to this one; only flags that may precede a command matter. */
function takesValue(arg: string): boolean {
  return /^(-C|--cwd|-s|--stack|--config-file|--color)$/.test(arg);
}

function flagProblem(command: string, { message }: Error, known: readonly string[]): string {
  const flag = /Unknown option '([^']+)'/.exec(message)?.[1];
  if (flag) return unknownFlag(flag, command, known);
  const missing = /^Option '(?:-\w, )?(--[\w-]+) <value>' (argument missing|does not)/.exec(
    message,
  )?.[1];
  if (missing) return `${missing}: given no value; accepted: ${missing} VALUE`;
  const toggle = /^Option '(?:-\w, )?(--[\w-]+)' does not take an argument/.exec(message)?.[1];
  if (toggle) return `${toggle}: given a value; accepted: ${toggle} alone`;
  return message.split("\n")[0] ?? message;
}

function checkColor(color: string | undefined): void {
  if (color === undefined || ["auto", "always", "never", "raw"].includes(color)) return;
  throw new UserError(`--color ${color}: expected auto, always, never or raw`);
}
