import { COMMANDS, COMMON, type Flag } from "../shared/command-table";
import { commandWords, givenFlags } from "../shared/command-words";
import { UserError } from "../shared/errors";
import { flagValueProblem } from "../shared/flag-values";

export type EngineKind = "pulumi" | "embedded";
export type StandIns = "auto" | "never" | "always";
/** An effect of a plan that a command is not to have. */
export type Refused = "downtime" | "data-loss";

/** What the wrapper has to know of a command line; the engine gets `args` as they are. */
export interface CommandLine {
  /** Everything but the wrapper's own flags. */
  args: readonly string[];
  engine: EngineKind | undefined;
  standIns: StandIns;
  /** With which effects a preview fails. */
  failOn: readonly Refused[];
  /** The command line of the official CLI that only previews what this one does. */
  previewWords: readonly string[];
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
  skipPreview: boolean;
  previewOnly: boolean;
  json: boolean;
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
  const known = { ...COMMON, ...flags };
  const { values, operands } = givenFlags(rest, known);
  for (const [name, given] of values) refuseWrong(name, known[name], given);
  const all = (name: string) => (values.get(name) ?? []).filter((value) => value !== undefined);
  const has = (name: string) => (values.get(name) ?? []).some((value) => value !== "false");
  const hasPreview = PLANNING.has(command) && !has("skip-preview");
  if (own.failOn.length > 0 && !hasPreview) {
    throw new UserError(
      `--fail-on: given with ${has("skip-preview") ? "--skip-preview" : command || "no command"}; accepted: with preview, up and destroy, whose preview it judges`,
    );
  }
  return {
    args,
    engine: own.engine,
    standIns: own.standIns,
    failOn: own.failOn,
    previewWords: previewWords(command, values, operands),
    command,
    operands,
    stack: all("stack").at(-1),
    cwd: all("cwd").at(-1),
    configFile: all("config-file").at(-1),
    config: all("config"),
    secretsProvider: all("secrets-provider").at(-1),
    yes: has("yes"),
    skipPreview: has("skip-preview"),
    previewOnly: has("preview-only"),
    json: has("json"),
    nonInteractive: has("non-interactive"),
    help: has("help") || given === "help",
    create: has("create"),
    color: all("color").at(-1),
  };
}

/** Before the official CLI keeps the value, or says what Go does. */
function refuseWrong(
  name: string,
  flag: Flag | undefined,
  given: readonly (string | undefined)[],
): void {
  if (!flag) return;
  const values = given.filter((value) => value !== undefined);
  const [problem] = values.flatMap((value) => flagValueProblem(name, flag, value) ?? []);
  if (problem) throw new UserError(problem);
}

/** Flags of `up` that `preview` does not take. */
const UP_ONLY: ReadonlySet<string> = new Set(["yes", "skip-preview", "continue-on-error"]);

/** `up` has no `--preview-only`, which `destroy` has, but a command of its own. */
function previewWords(
  command: string,
  values: ReadonlyMap<string, readonly (string | undefined)[]>,
  operands: readonly string[],
): string[] {
  const isUp = command === "up";
  const flags = [...values]
    .filter(([name]) => !(isUp && UP_ONLY.has(name)))
    .flatMap(([name, given]) =>
      given.map((value) => {
        const flag = name.startsWith("?") ? `-${name.slice(1)}` : `--${name}`;
        return value === undefined ? flag : `${flag}=${value}`;
      }),
    );
  return [isUp ? "preview" : command, ...flags, ...(isUp ? [] : ["--preview-only"]), ...operands];
}

/** The wrapper's own; each has a value. */
const OWN_FLAGS: ReadonlySet<string> = new Set(["--engine", "--stand-ins", "--fail-on"]);

const effects = (value: string): Refused[] =>
  value.split(",").map((one) => oneOf(one, ["downtime", "data-loss"], "--fail-on"));

/** Commands whose plan is told and judged. */
const PLANNING: ReadonlySet<string> = new Set(["preview", "up", "destroy"]);

/** Whether what will be felt of a command is said. */
export const isPlanning = ({ command, help }: CommandLine): boolean =>
  PLANNING.has(command) && !help;

function takeOwnFlags(argv: readonly string[]) {
  const own: { engine: EngineKind | undefined; standIns: StandIns; failOn: Refused[] } = {
    engine: undefined,
    standIns: "auto",
    failOn: [],
  };
  const args: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const arg = argv[index] ?? "";
    if (arg === "--") {
      args.push(...argv.slice(index));
      break;
    }
    const [name = "", inline] = arg.split(/=(.*)/s);
    if (!OWN_FLAGS.has(name)) {
      args.push(arg);
      continue;
    }
    const value = inline ?? argv[++index] ?? "";
    if (name === "--engine") own.engine = engineKind(value, "--engine");
    else if (name === "--fail-on") own.failOn.push(...effects(value));
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
