import { parseArgs } from "node:util";
import { COMMANDS, COMMON, type Flags } from "../../shared/command-table";
import { commandWords, firstName } from "../../shared/command-words";
import { flagValueProblem, YES } from "../../shared/flag-values";
import { UserError } from "../errors";
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
  const flags = here({ ...COMMON, ...shape?.flags });
  const { values, positionals } = parse(command, rest, flags);
  const all = (name: string) => [values[name] ?? []].flat();
  const invocation: Invocation = {
    command,
    args: positionals,
    text: (name) => all(name).map(String).at(-1),
    list: (name) => all(name).map(String),
    has: (name) => all(name).some((value) => value === true || YES.has(String(value))),
  };
  const surplus = positionals[shape?.most ?? 0];
  if (surplus !== undefined) throw new UserError(surplusWord(command, surplus));
  checkColor(invocation.text("color"));
  for (const [name, flag] of Object.entries(flags)) {
    const [problem] = invocation.list(name).flatMap((v) => flagValueProblem(name, flag, v) ?? []);
    if (problem) throw new UserError(problem);
  }
  return invocation;
}

/** The flags that this engine has. */
const here = (flags: Flags): Flags =>
  Object.fromEntries(Object.entries(flags).filter(([, flag]) => !flag.official));

function parse(command: string, rest: string[], options: Flags) {
  const alone = Object.entries(options).flatMap(([name, { optional, short }]) =>
    optional ? [[`--${name}`, name] as const, [`-${short}`, name] as const] : [],
  );
  const names = new Map<string, string>(alone);
  const end = rest.indexOf("--");
  const args = rest.map((arg, index) => {
    if (end >= 0 && index > end) return arg;
    const name = names.get(arg);
    if (name !== undefined) return `--${name}=true`;
    // `-s=dev` is `-sdev` to the official CLI.
    return arg.replace(/^(-[a-zA-Z])=/, "$1");
  });
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError(flagProblem(command, error as Error, Object.keys(options)));
  }
}

function splitCommand(argv: string[]): { command: string; rest: string[] } {
  const { given, command, rest } = commandWords(argv, isCommand);
  if (given === "") return { command: withoutWords(rest), rest: rest.filter(isNoRequest) };
  if (!isCommand(given)) throw new UserError(unknownCommand(given));
  return { command, rest };
}

function isCommand(words: string): boolean {
  const name = firstName(words);
  return Object.hasOwn(COMMANDS, name) && !COMMANDS[name]?.official;
}

/** Flags alone ask for the version or for help. */
function withoutWords(flags: string[]): string {
  return flags.includes("--version") ? "version" : "help";
}

function isNoRequest(flag: string): boolean {
  return !["-h", "--help", "--version"].includes(flag);
}

function flagProblem(command: string, { message }: Error, known: readonly string[]): string {
  const flag = /Unknown option '([^']+)'/.exec(message)?.[1];
  if (flag) return unknownFlag(flag, command, known);
  const missing =
    /^Option '(?:-\w, )?(--[\w-]+)(?: <value>' (?:argument missing|does not)|' argument is ambig)/.exec(
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
