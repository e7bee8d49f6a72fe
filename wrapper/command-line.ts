import { Stop } from "./stop";

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

/** Flags whose value is the next argument. Those of the CLI that take none are not listed. */
const TAKES_VALUE = new Set(
  [
    [
      "-C",
      "--cwd",
      "-s",
      "--stack",
      "--config-file",
      "-c",
      "--config",
      "--color",
      "-v",
      "--verbose",
    ],
    ["--secrets-provider", "-m", "--message", "-p", "--parallel", "-t", "--target", "--replace"],
    ["--target-replace", "--exclude", "--policy-pack", "--policy-pack-config", "--plan"],
    ["--save-plan", "--import-file", "--override-env", "--tracing", "--profiling"],
    ["--memprofilerate", "--otel-traces", "--logtodir", "--exec-kind", "--exec-agent"],
    ["--copy-config-from", "--teams", "--file", "--type", "--provider", "--properties"],
    ["--import-pending-creates", "--env", "--path-mode", "--since", "--resource"],
  ].flat(),
);

/** Letters that take a value for these commands; for others, such as `logs -f` and `up -r`, they are switches. */
const TAKES_VALUE_FOR: Record<string, readonly string[]> = {
  "-f": ["import", "plugin"],
  "-r": ["logs"],
};

const ALIASES: Record<string, string> = {
  update: "up",
  pre: "preview",
  down: "destroy",
  dn: "destroy",
  "stack new": "stack init",
  "stack create": "stack init",
  "stack setup": "stack init",
};

const commandOf = (given: string): string =>
  (Object.hasOwn(ALIASES, given) ? ALIASES[given] : undefined) ?? given;

/** Commands that are two words. */
const GROUPS = new Set(["stack", "config"]);

/** Reads a command line as the CLI does, as far as the wrapper acts on it. Pure. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { own, args } = takeOwnFlags(argv);
  const { words, flags } = split(args);
  const group = GROUPS.has(words[0] ?? "") && words.length > 1 ? 2 : 1;
  const given = words.slice(0, group).join(" ");
  const last = (...names: string[]) => valuesOf(flags, names).at(-1);
  const has = (...names: string[]) =>
    flags.some(({ name, value }) => names.includes(name) && value !== "false");
  return {
    args,
    engine: own.engine,
    standIns: own.standIns,
    command: commandOf(given),
    operands: words.slice(group),
    stack: last("-s", "--stack"),
    cwd: last("-C", "--cwd"),
    configFile: last("--config-file"),
    config: valuesOf(flags, ["-c", "--config"]),
    secretsProvider: last("--secrets-provider"),
    yes: has("-y", "--yes"),
    nonInteractive: has("--non-interactive"),
    help: has("-h", "--help") || given === "help",
    create: has("-c", "--create"),
    color: last("--color"),
  };
}

interface Flag {
  name: string;
  value: string | undefined;
}

function valuesOf(flags: readonly Flag[], names: readonly string[]): string[] {
  return flags.flatMap(({ name, value }) =>
    names.includes(name) && value !== undefined ? [value] : [],
  );
}

function split(args: readonly string[]): { words: string[]; flags: Flag[] } {
  const words: string[] = [];
  const flags: Flag[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg === "--") {
      words.push(...args.slice(index + 1));
      break;
    }
    if (!/^-./.test(arg)) {
      words.push(arg);
      continue;
    }
    const [name = arg, value] = nameAndValue(arg);
    const next = value === undefined && takesValue(name, words) ? args[++index] : value;
    flags.push({ name, value: next });
  }
  return { words, flags };
}

/** `--stack=dev`, `-s=dev` and `-sdev` are the same to the CLI. */
function nameAndValue(arg: string): [string, string | undefined] {
  const [name = arg, value] = arg.split(/=(.*)/s);
  if (value !== undefined || arg.startsWith("--")) return [name, value];
  const short = arg.slice(0, 2);
  return TAKES_VALUE.has(short) && arg.length > 2 ? [short, arg.slice(2)] : [arg, undefined];
}

function takesValue(name: string, words: readonly string[]): boolean {
  const command = words[0] ?? "";
  // `stack select -c` creates, where others take configuration.
  if (name === "-c" && GROUPS.has(command)) return false;
  if (Object.hasOwn(TAKES_VALUE_FOR, name))
    return TAKES_VALUE_FOR[name]?.includes(command) === true;
  return TAKES_VALUE.has(name);
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
  throw new Stop(`${where}: given "${value}"; accepted: ${list}`);
}
