import { type ParseArgsConfig, parseArgs } from "node:util";

import { UserError } from "../errors";

type Descriptors = NonNullable<ParseArgsConfig["options"]>;
type Descriptor = Descriptors[string];

const text: Descriptor = { type: "string" };
const list: Descriptor = { type: "string", multiple: true };
const toggle: Descriptor = { type: "boolean" };

/** Flags that every command takes. */
const COMMON: Descriptors = {
  cwd: { ...text, short: "C" },
  stack: { ...text, short: "s" },
  "config-file": text,
  "non-interactive": toggle,
  color: text,
  help: { ...toggle, short: "h" },
  emoji: { ...toggle, short: "e" },
  "show-secrets": toggle,
};

const OPERATION: Descriptors = {
  parallel: { ...text, short: "p" },
  target: { ...list, short: "t" },
  "target-dependents": toggle,
  refresh: { ...text, short: "r" },
  diff: toggle,
  message: { ...text, short: "m" },
  config: { ...list, short: "c" },
  "expect-no-changes": toggle,
  "suppress-outputs": toggle,
  "suppress-progress": toggle,
};

const UPDATE: Descriptors = {
  ...OPERATION,
  yes: { ...toggle, short: "y" },
  "skip-preview": { ...toggle, short: "f" },
  "continue-on-error": toggle,
};

/** The flags of each command, by its words. */
const FLAGS: Record<string, Descriptors> = {
  up: { ...UPDATE, replace: list, "target-replace": list },
  preview: { ...OPERATION, json: { ...toggle, short: "j" }, replace: list, "target-replace": list },
  destroy: UPDATE,
  refresh: { ...UPDATE, "clear-pending-creates": toggle },
  "stack init": { "no-select": toggle, "secrets-provider": text },
  "stack select": { create: { ...toggle, short: "c" } },
  "stack ls": { json: { ...toggle, short: "j" } },
  "stack rm": {
    yes: { ...toggle, short: "y" },
    force: { ...toggle, short: "f" },
    "preserve-config": toggle,
  },
  "stack output": { json: { ...toggle, short: "j" } },
  "stack export": { file: text },
  "stack import": { file: text, force: { ...toggle, short: "f" } },
  "stack rename": {},
  "stack history": { json: { ...toggle, short: "j" } },
  stack: {
    "show-urns": { ...toggle, short: "u" },
    "show-ids": { ...toggle, short: "i" },
    "show-name": toggle,
  },
  "config set": { path: toggle, secret: toggle, plaintext: toggle, type: text },
  "config get": { path: toggle, json: { ...toggle, short: "j" } },
  "config rm": { path: toggle },
  config: { json: { ...toggle, short: "j" } },
  cancel: { yes: { ...toggle, short: "y" } },
  login: { local: { ...toggle, short: "l" } },
  logout: {},
  whoami: {},
  version: {},
  about: {},
  help: {},
};

const ALIASES: Record<string, string> = {
  update: "up",
  pre: "preview",
  down: "destroy",
  "config ls": "config",
  "config list": "config",
  "stack list": "stack ls",
  "stack remove": "stack rm",
  "config remove": "config rm",
  history: "stack history",
};

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
  const options = { ...COMMON, ...FLAGS[command] };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    const args = rest.map((arg) => (arg === "--refresh" || arg === "-r" ? "--refresh=true" : arg));
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError(flagProblem(command, error as Error));
  }
  const { values, positionals } = parsed;
  const all = (name: string) => [values[name] ?? []].flat();
  return {
    command,
    args: positionals,
    text: (name) => all(name).map(String).at(-1),
    list: (name) => all(name).map(String),
    has: (name) => all(name).some((value) => value === true || value === "true"),
  };
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
  if (words.length === 0)
    return { command: "help", rest: rest.filter((arg) => !/^(-h|--help)$/.test(arg)) };
  const given = words.join(" ");
  const command = ALIASES[given] ?? given;
  if (!(command in FLAGS)) {
    throw new UserError(
      `unknown command "${given}": the embedded engine does not have it; use the official Pulumi CLI for it`,
    );
  }
  return { command, rest };
}

function isCommand(words: string): boolean {
  return words in FLAGS || words in ALIASES;
}

/** Whether the next argument belongs to this one; only flags that may precede a command matter. */
function takesValue(arg: string): boolean {
  return /^(-C|--cwd|-s|--stack|--config-file|--color)$/.test(arg);
}

function flagProblem(command: string, error: Error): string {
  const flag = /Unknown option '([^']+)'/.exec(error.message)?.[1];
  if (!flag) return error.message.split("\n")[0] ?? error.message;
  return `unknown flag ${flag} for "${command}": the embedded engine does not have it; use the official Pulumi CLI for it`;
}
