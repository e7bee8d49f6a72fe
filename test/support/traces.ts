import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a test has made, and takes away at its end. */
export interface Trace {
  /** What of the engine carries this label, as `berth.project=e2e-dev`. */
  label?: string;
  /** Name or id of a container. */
  container?: string;
  /** On this machine. */
  folder?: string;
}

/** A file for each, named after the process that made it: who is killed leaves them. */
const folderOfNotes = () => join(tmpdir(), "berth-test-traces");

let count = 0;

/** Notes what is about to be made. @returns what forgets it, for when it is gone. */
export function noteTrace(trace: Trace): () => void {
  const folder = folderOfNotes();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${process.pid}-${count++}.json`);
  writeFileSync(file, JSON.stringify(trace));
  return () => rmSync(file, { force: true });
}

/**
 * Takes away what tests have made whose process ended before they could: that, and nothing else.
 *
 * @param remove takes away what is on the engine.
 */
export async function removeTraces(
  remove: (trace: Trace) => Promise<unknown>,
  log: (line: string) => void,
): Promise<void> {
  for (const { file, trace } of left()) {
    log(`a run was cut off: taking away ${Object.values(trace).join(", ")}`);
    await remove(trace);
    if (trace.folder) rmSync(trace.folder, { recursive: true, force: true });
    rmSync(file, { force: true });
  }
}

function left(): { file: string; trace: Trace }[] {
  const folder = folderOfNotes();
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((name) => !isAlive(Number.parseInt(name, 10)))
    .map((name) => join(folder, name))
    .map((file) => ({ file, trace: JSON.parse(readFileSync(file, "utf8")) as Trace }));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
