import type { ParseArgsConfig } from "node:util";

type Descriptors = NonNullable<ParseArgsConfig["options"]>;
type Descriptor = Descriptors[string];

/** What a command takes. */
interface CommandShape {
  flags: Descriptors;
  /** How many arguments it takes at most. */
  most: number;
}

const text: Descriptor = { type: "string" };
const list: Descriptor = { type: "string", multiple: true };
const toggle: Descriptor = { type: "boolean" };
const short = (descriptor: Descriptor, letter: string): Descriptor => ({
  ...descriptor,
  short: letter,
});

const json = { json: short(toggle, "j") };
const yes = { yes: short(toggle, "y") };

/** Flags that every command takes. */
export const COMMON: Descriptors = {
  cwd: short(text, "C"),
  stack: short(text, "s"),
  "config-file": text,
  "non-interactive": toggle,
  color: text,
  help: short(toggle, "h"),
  emoji: short(toggle, "e"),
  "show-secrets": toggle,
};

const DISPLAY: Descriptors = {
  ...json,
  diff: toggle,
  message: short(text, "m"),
  parallel: short(text, "p"),
  "suppress-outputs": toggle,
  "suppress-progress": toggle,
};

const OPERATION: Descriptors = {
  ...DISPLAY,
  target: short(list, "t"),
  "target-dependents": toggle,
  refresh: short(text, "r"),
  config: short(list, "c"),
  "expect-no-changes": toggle,
};

const EXECUTION: Descriptors = { ...yes, "skip-preview": toggle };
const ONLY: Descriptors = { "preview-only": toggle };

const UPDATE: Descriptors = {
  ...OPERATION,
  ...EXECUTION,
  "skip-preview": short(toggle, "f"),
  "continue-on-error": toggle,
};
const REPLACE: Descriptors = { replace: list, "target-replace": list };

const EVERY: Descriptors = { all: toggle };

/** Resources can be named as long as a command line may be. */
const MANY = Number.POSITIVE_INFINITY;

const takes = (most: number, flags: Descriptors = {}): CommandShape => ({ flags, most });

/** The commands by their words. */
export const COMMANDS: Record<string, CommandShape> = {
  up: takes(0, { ...UPDATE, ...REPLACE }),
  preview: takes(0, { ...OPERATION, ...REPLACE }),
  destroy: takes(0, { ...UPDATE, ...ONLY }),
  refresh: takes(0, { ...UPDATE, ...ONLY, "clear-pending-creates": toggle }),
  import: takes(3, {
    ...DISPLAY,
    ...EXECUTION,
    ...ONLY,
    file: short(text, "f"),
    out: short(text, "o"),
    protect: text,
    parent: text,
    provider: text,
    "generate-code": text,
  }),
  "stack init": takes(1, { "no-select": toggle, "secrets-provider": text }),
  "stack select": takes(1, { create: short(toggle, "c") }),
  "stack ls": takes(0, json),
  "stack rm": takes(1, { ...yes, force: short(toggle, "f"), "preserve-config": toggle }),
  "stack output": takes(1, json),
  "stack export": takes(0, { file: text }),
  "stack import": takes(0, { file: text, force: short(toggle, "f") }),
  "stack rename": takes(1),
  "stack history": takes(0, json),
  stack: takes(0, {
    "show-urns": short(toggle, "u"),
    "show-ids": short(toggle, "i"),
    "show-name": toggle,
  }),
  "state delete": takes(MANY, { ...yes, ...EVERY, force: toggle, "target-dependents": toggle }),
  "state protect": takes(MANY, { ...yes, ...EVERY }),
  "state taint": takes(MANY, yes),
  "state untaint": takes(MANY, { ...yes, ...EVERY }),
  "state unprotect": takes(MANY, { ...yes, ...EVERY }),
  "state rename": takes(2, yes),
  "config set": takes(2, {
    path: toggle,
    secret: toggle,
    plaintext: toggle,
    raw: toggle,
    type: text,
  }),
  "config get": takes(1, { path: toggle, ...json }),
  "config rm": takes(1, { path: toggle }),
  config: takes(0, json),
  cancel: takes(1, yes),
  logs: takes(0, { ...json, follow: short(toggle, "f"), since: text, resource: short(text, "r") }),
  login: takes(1, { local: short(toggle, "l") }),
  logout: takes(0),
  whoami: takes(0),
  version: takes(0),
  about: takes(0),
  // Whatever command follows: there is one page for all.
  help: takes(2),
};

/** Other words for a command, as the official CLI has them. */
export const ALIASES: Record<string, string> = {
  update: "up",
  pre: "preview",
  down: "destroy",
  dn: "destroy",
  "config ls": "config",
  "config list": "config",
  "stack list": "stack ls",
  "stack remove": "stack rm",
  "stack delete": "stack rm",
  "state remove": "state delete",
  "state rm": "state delete",
  "config remove": "config rm",
  "config delete": "config rm",
};
