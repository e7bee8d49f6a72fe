import type { Machine } from "../machine";
import type { GivenCommand, OwnLine } from "./line";

/** What a command runs in. */
export interface Surroundings {
  /** Where it was given. */
  cwd: string;
  machine: Machine;
}

/** @returns the exit code; nothing where it is 0. */
export type Run = (line: OwnLine, surroundings: Surroundings) => Promise<unknown>;

/** Each is loaded when it is given. */
const RUNS: Record<string, () => Promise<Run>> = {
  logs: async () => (await import("./logs")).logs,
  ps: async () => (await import("./ps")).ps,
};

/** Runs one of the wrapper's own commands: it asks the Docker engine, and needs no engine of Pulumi's. */
export async function runOwn(given: GivenCommand, machine: Machine): Promise<number | undefined> {
  const { parseOwnLine } = await import("./line");
  const line = parseOwnLine(given);
  endWithReader();
  if (line.has("help")) {
    const { helpOf } = await import("./help");
    process.stdout.write(helpOf(line.command));
    return undefined;
  }
  const run = await RUNS[line.command]?.();
  const code = await run?.(line, { cwd: process.cwd(), machine });
  return typeof code === "number" ? code : undefined;
}

/** As programs end whose reader went away: `./pulumiw logs | head` is no error. */
function endWithReader(): void {
  const SIGPIPE = 13;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(128 + SIGPIPE);
      throw error;
    });
  }
}
