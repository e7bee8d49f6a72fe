import { UserError } from "../shared/errors";
import { parseCommandLine } from "./command-line";
import { ownCommand } from "./commands/line";
import type { Machine } from "./machine";
import { realMachine } from "./real-machine";

/** Commands that no engine is needed for. What they need is loaded when they are given. */
const OWN_COMMANDS: Record<
  string,
  (args: readonly string[], cwd: string, machine: Machine) => Promise<void>
> = {
  backup: async (args, cwd, machine) => {
    const { parseBackupLine } = await import("./commands/backup/line");
    const { runBackup } = await import("./commands/backup");
    await runBackup(parseBackupLine(args), cwd, machine);
  },
  dockerfile: async (args, cwd) => (await import("./commands/dockerfile")).runDockerfile(args, cwd),
  releases: async (args, cwd, { env }) =>
    (await import("./commands/releases")).runReleases(args, cwd, env),
};

async function main(argv: readonly string[]): Promise<number | undefined> {
  const machine = realMachine();
  const given = ownCommand(argv);
  if (given) return (await import("./commands")).runOwn(given, machine);
  const line = parseCommandLine(argv);
  const own = Object.hasOwn(OWN_COMMANDS, line.command) ? OWN_COMMANDS[line.command] : undefined;
  if (own) {
    await own(line.args, process.cwd(), machine);
    return undefined;
  }
  return (await import("./engine/with-engine")).runWithEngine(line, machine);
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
