/** A flag of a command, as `parseArgs` of Node.js has it and a little more. */
export interface Flag {
  /** A text is the next argument, or stands behind `=`. */
  type: "string" | "boolean";
  multiple?: boolean;
  short?: string;
  /** Alone it means yes: its text only stands behind `=`. */
  optional?: true;
  /** Only the official CLI has it. */
  official?: true;
}

export type Flags = Readonly<Record<string, Flag>>;

/** What a command takes. */
interface CommandShape {
  flags: Flags;
  /** How many arguments it takes at most. */
  most: number;
  /** Only the official CLI has it. */
  official?: true;
}

const text: Flag = { type: "string" };
const list: Flag = { type: "string", multiple: true };
const toggle: Flag = { type: "boolean" };
const optional: Flag = { ...text, optional: true };
const short = (flag: Flag, letter: string): Flag => ({ ...flag, short: letter });

/** Flags that only the official CLI has. Those that take no text are not needed here. */
const official = (flags: Flags): Flags =>
  Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, { ...flag, official: true as const }]),
  );

const json = { json: short(toggle, "j") };
const yes = { yes: short(toggle, "y") };

/** Flags that every command takes. */
export const COMMON: Flags = {
  cwd: short(text, "C"),
  stack: short(text, "s"),
  "config-file": text,
  "non-interactive": toggle,
  color: text,
  help: short(toggle, "h"),
  emoji: short(toggle, "e"),
  "show-secrets": toggle,
  ...official({
    verbose: short(text, "v"),
    memprofilerate: text,
    "otel-traces": text,
    profiling: text,
    tracing: text,
  }),
};

const DISPLAY: Flags = {
  ...json,
  diff: toggle,
  message: short(text, "m"),
  parallel: short(text, "p"),
  "suppress-outputs": toggle,
  "suppress-progress": toggle,
  ...official({
    "suppress-permalink": optional,
    "exec-kind": text,
    "exec-agent": text,
  }),
};

const OPERATION: Flags = {
  ...DISPLAY,
  target: short(list, "t"),
  "target-dependents": toggle,
  exclude: short(list, "x"),
  refresh: short(optional, "r"),
  config: short(list, "c"),
  "expect-no-changes": toggle,
  ...official({
    "override-env": list,
    "policy-pack": list,
    "policy-pack-config": list,
    plan: text,
    "attach-debugger": optional,
  }),
};

const EXECUTION: Flags = { ...yes, "skip-preview": toggle };
const ONLY: Flags = { "preview-only": toggle };

const UPDATE: Flags = {
  ...OPERATION,
  ...EXECUTION,
  "skip-preview": short(toggle, "f"),
  "continue-on-error": toggle,
};
const REPLACE: Flags = { replace: list, "target-replace": list };

/** What a destroy does not have. */
const EXCLUDED: Flags = { "exclude-dependents": toggle };

/** A login by a token of somebody else. */
const OIDC: Flags = {
  "oidc-expiration": text,
  "oidc-org": text,
  "oidc-team": text,
  "oidc-token": text,
  "oidc-user": text,
};

const EVERY: Flags = { all: toggle };

/** Resources can be named as long as a command line may be. */
const MANY = Number.POSITIVE_INFINITY;

/** Commands that only the official CLI has, as far as a text of theirs could be taken for something else. */
function onlyOfficial(commands: Record<string, Flags>): Record<string, CommandShape> {
  const entries = Object.entries(commands).map(
    ([words, flags]) => [words, { flags, most: MANY, official: true as const }] as const,
  );
  return Object.fromEntries(entries);
}

const takes = (most: number, flags: Flags = {}): CommandShape => ({ flags, most });

/** The commands by their words. */
export const COMMANDS: Record<string, CommandShape> = {
  up: takes(0, { ...UPDATE, ...EXCLUDED, ...REPLACE, ...official({ "secrets-provider": text }) }),
  preview: takes(0, {
    ...OPERATION,
    ...EXCLUDED,
    ...REPLACE,
    ...official({ "save-plan": text, "import-file": text }),
  }),
  destroy: takes(0, { ...UPDATE, ...ONLY, "exclude-protected": toggle }),
  refresh: takes(0, {
    ...UPDATE,
    ...EXCLUDED,
    ...ONLY,
    "clear-pending-creates": toggle,
    ...official({ "import-pending-creates": list }),
  }),
  import: takes(3, {
    ...DISPLAY,
    ...EXECUTION,
    ...ONLY,
    file: short(text, "f"),
    out: short(text, "o"),
    protect: optional,
    parent: text,
    provider: text,
    "generate-code": optional,
    ...official({ from: text, properties: list, "generate-resources": text }),
  }),
  "stack init": takes(1, {
    "no-select": toggle,
    "secrets-provider": text,
    ...official({ "copy-config-from": text, teams: list }),
  }),
  "stack select": takes(1, {
    create: short(toggle, "c"),
    ...official({ "secrets-provider": text }),
  }),
  "stack ls": takes(0, {
    ...json,
    ...official({
      output: text,
      organization: short(text, "o"),
      project: short(text, "p"),
      tag: short(text, "t"),
    }),
  }),
  "stack rm": takes(1, { ...yes, force: short(toggle, "f"), "preserve-config": toggle }),
  "stack output": takes(1, json),
  "stack export": takes(0, { file: text, ...official({ version: text }) }),
  "stack import": takes(0, { file: text, force: short(toggle, "f") }),
  "stack rename": takes(1),
  "stack history": takes(0, {
    ...json,
    ...official({ output: text, page: text, "page-size": text }),
  }),
  stack: takes(0, {
    "show-urns": short(toggle, "u"),
    "show-ids": short(toggle, "i"),
    "show-name": toggle,
    ...official({ output: text }),
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
  login: takes(1, {
    local: short(toggle, "l"),
    ...official({ "cloud-url": short(text, "c"), "default-org": text, ...OIDC }),
  }),
  logout: takes(0, official({ "cloud-url": short(text, "c") })),
  whoami: takes(0, official({ verbose: short(toggle, "v"), output: text })),
  version: takes(0),
  about: takes(0, official({ output: text })),
  // Whatever command follows: there is one page for all.
  help: takes(2),
  ...onlyOfficial({
    watch: { ...UPDATE, path: list },
    "config set-all": { plaintext: list, secret: list, json: text },
    "config copy": { dest: short(text, "d") },
    "stack change-secrets-provider": {},
    "state move": { source: text, dest: text },
    "state get": { output: text },
    "stack get": { output: text },
    // Whichever of its subcommands it is.
    plugin: { file: short(text, "f"), server: text, checksum: text, kind: text },
  }),
};

/** Other words for a command, as the official CLI has them. */
export const ALIASES: Record<string, string> = {
  update: "up",
  pre: "preview",
  down: "destroy",
  dn: "destroy",
  "config ls": "config",
  "config list": "config",
  "stack new": "stack init",
  "stack create": "stack init",
  "stack setup": "stack init",
  "stack list": "stack ls",
  "stack remove": "stack rm",
  "stack delete": "stack rm",
  "state remove": "state delete",
  "state rm": "state delete",
  "config remove": "config rm",
  "config delete": "config rm",
};
