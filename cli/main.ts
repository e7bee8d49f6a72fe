import { UserError } from "../shared/errors";
import { parseCommandLine } from "./command-line";
import { ownCommand } from "./commands/line";
import { realMachine } from "./real-machine";

async function main(argv: readonly string[]): Promise<number | undefined> {
  const machine = realMachine();
  const given = ownCommand(argv);
  if (given) return (await import("./commands")).runOwn(given, machine);
  return (await import("./engine/with-engine")).runWithEngine(parseCommandLine(argv), machine);
}

main(process.argv.slice(2)).then(
  (code) => {
    if (code !== undefined) process.exitCode = code;
  },
  (error: Error) => {
    // A fault of the wrapper's own is no help to a person; who looks for it asks for the trace.
    const text = process.env.BERTH_DEBUG ? error.stack : error.message;
    process.stderr.write(`berth: error: ${error instanceof UserError ? error.message : text}\n`);
    process.exitCode = error instanceof UserError ? error.exitCode : 1;
  },
);
