import { EXIT, messageOf, ReportedError, UserError } from "../errors";
import * as config from "./commands/config";
import { logs } from "./commands/logs";
import * as misc from "./commands/misc";
import { destroy, importResources, operate, preview } from "./commands/operations";
import type { Print } from "./commands/print";
import * as stack from "./commands/stack";
import { history } from "./commands/stack-history";
import { output, show } from "./commands/stack-show";
import { exportState, importState } from "./commands/stack-state";
import { type Invocation, parseCommandLine } from "./flags";

type Command = (invocation: Invocation, print: Print) => Promise<void>;

const COMMANDS: Record<string, Command> = {
  up: (invocation, print) => operate("update", invocation, print),
  refresh: (invocation, print) => operate("refresh", invocation, print),
  destroy,
  preview,
  import: importResources,
  logs,
  stack: show,
  "stack init": stack.init,
  "stack select": stack.select,
  "stack ls": stack.list,
  "stack rm": stack.remove,
  "stack output": output,
  "stack export": exportState,
  "stack import": importState,
  "stack rename": stack.rename,
  "stack history": history,
  config: config.list,
  "config set": config.set,
  "config get": config.get,
  "config rm": config.remove,
  ...misc,
};

/** Runs a command line. Answers the exit code; what goes wrong is told in one line. */
export async function main(argv: string[]): Promise<number> {
  const print: Print = (line) => process.stdout.write(`${line}\n`);
  try {
    const invocation = parseCommandLine(argv);
    const command = invocation.has("help") ? misc.help : COMMANDS[invocation.command];
    if (!command) throw new UserError(`unknown command "${invocation.command}"`);
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
