import { EXIT, messageOf, ReportedError, UserError } from "../errors";
import type { Print } from "./commands/print";
import { type Invocation, parseCommandLine } from "./flags";

type Command = (invocation: Invocation, print: Print) => Promise<void>;

const config = () => import("./commands/config");
const misc = () => import("./commands/misc");
const operations = () => import("./commands/operations");
const stack = () => import("./commands/stack");
const show = () => import("./commands/stack-show");
const stackState = () => import("./commands/stack-state");
const state = () => import("./commands/state");

/** Each command's code is loaded when it is called for. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  up: async () => (await operations()).up,
  refresh: async () => (await operations()).refresh,
  destroy: async () => (await operations()).destroy,
  preview: async () => (await operations()).preview,
  import: async () => (await operations()).importResources,
  logs: async () => (await import("./commands/logs")).logs,
  stack: async () => (await show()).show,
  "stack init": async () => (await stack()).init,
  "stack select": async () => (await stack()).select,
  "stack ls": async () => (await stack()).list,
  "stack rm": async () => (await stack()).remove,
  "stack rename": async () => (await stack()).rename,
  "stack output": async () => (await show()).output,
  "stack export": async () => (await stackState()).exportState,
  "stack import": async () => (await stackState()).importState,
  "stack history": async () => (await import("./commands/stack-history")).history,
  "state delete": async () => (await state()).forget,
  "state protect": async () => (await state()).protect,
  "state taint": async () => (await state()).taint,
  "state untaint": async () => (await state()).untaint,
  "state unprotect": async () => (await state()).unprotect,
  "state rename": async () => (await state()).rename,
  config: async () => (await config()).list,
  "config set": async () => (await config()).set,
  "config get": async () => (await config()).get,
  "config rm": async () => (await config()).remove,
  cancel: async () => (await misc()).cancel,
  login: async () => (await misc()).login,
  logout: async () => (await misc()).logout,
  whoami: async () => (await misc()).whoami,
  version: async () => (await misc()).version,
  about: async () => (await misc()).about,
  help: async () => (await misc()).help,
};

/** Runs a command line. Answers the exit code; what goes wrong is told in one line. */
export async function main(argv: string[]): Promise<number> {
  const print: Print = (line) => process.stdout.write(`${line}\n`);
  try {
    const invocation = parseCommandLine(argv);
    const load = COMMANDS[invocation.has("help") ? "help" : invocation.command];
    if (!load) throw new UserError(`unknown command "${invocation.command}"`);
    const command = await load();
    await command(invocation, print);
    return 0;
  } catch (error) {
    if (!(error instanceof ReportedError)) process.stderr.write(`${describe(error)}\n`);
    return error instanceof UserError ? error.exitCode : EXIT.failed;
  }
}

function describe(error: unknown): string {
  const known = error instanceof UserError || !process.env.BERTH_DEBUG;
  return known ? `error: ${messageOf(error)}` : String((error as Error).stack);
}
