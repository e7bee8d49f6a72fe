import { COMMANDS, COMMON } from "../shared/command-table";
import { commandWords, givenFlags } from "../shared/command-words";
import { UserError } from "../shared/errors";

export type EngineKind = "pulumi" | "embedded";
export type StandIns = "auto" | "never" | "always";

/** What the wrapper has to know of a command line; the engine gets `args` as they are. */
export interface CommandLine {
  /** Everything but the wrapper's own flags. */
  args: readonly string[];
  engine: EngineKind | undefined;
  standIns: StandIns;
  /** By its first name: `up` for `update`, `stack init` for `stack new`; empty where there is none. */
  command: string;
  /** What stands after the command, flags left out. */
  operands: readonly string[];
  stack: string | undefined;
  cwd: string | undefined;
  configFile: string | undefined;
  /** `key=value`, as often as `--config` was given. */
  config: readonly string[];
  secretsProvider: string | undefined;
  yes: boolean;
  nonInteractive: boolean;
  /** Only asks for the help text, so that nothing has to be there. */
  help: boolean;
  create: boolean;
  color: string | undefined;
}

/** First words of commands that have two. */
const GROUPS = new Set(
  Object.keys(COMMANDS).flatMap((words) =>
    words.includes(" ") ? (words.split(" ")[0] ?? []) : [],
  ),
);

/** Reads a command line as the CLI does, as far as the wrapper acts on it. Pure. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { own, args } = takeOwnFlags(argv);
  const { given, command, rest } = commandWords(args, (words) =>
    GROUPS.has(words.split(" ")[0] ?? ""),
  );
  const flags = Object.hasOwn(COMMANDS, command) ? COMMANDS[command]?.flags : undefined;
  const { values, operands } = givenFlags(rest, { ...COMMON, ...flags });
  const all = (name: string) => (values.get(name) ?? []).filter((value) => value !== undefined);
  const has = (name: string) => (values.get(name) ?? []).some((value) => value !== "false");
  return {
    args,
    engine: own.engine,
    standIns: own.standIns,
    command,
    operands,
    stack: all("stack").at(-1),
    cwd: all("cwd").at(-1),
    configFile: all("config-file").at(-1),
    config: all("config"),
    secretsProvider: all("secrets-provider").at(-1),
    yes: has("yes"),
    nonInteractive: has("non-interactive"),
    help: has("help") || given === "help",
    create: has("create"),
    color: all("color").at(-1),
  };
}

function takeOwnFlags(argv: readonly string[]) {
  const own: { engine: EngineKind | undefined; standIns: StandIns } = {
    engine: undefined,
    standIns: "auto",
  };
  const args: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const arg = argv[index] ?? "";
    if (arg === "--") {
      args.push(...argv.slice(index));
      break;
    }
    const [name = "", inline] = arg.split(/=(.*)/s);
    if (name !== "--engine" && name !== "--stand-ins") {
      args.push(arg);
      continue;
    }
    const value = inline ?? argv[++index] ?? "";
    if (name === "--engine") own.engine = engineKind(value, "--engine");
    else own.standIns = oneOf(value, ["auto", "never", "always"], "--stand-ins");
  }
  return { own, args };
}

/** An engine's name as it was written in a flag or in the environment. */
export function engineKind(value: string, where: string): EngineKind {
  return oneOf(value, ["pulumi", "embedded"], where);
}

function oneOf<Value extends string>(value: string, all: readonly Value[], where: string): Value {
  const found = all.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const list = `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
  throw new UserError(`${where}: given "${value}"; accepted: ${list}`);
}
