import type { Machine } from "../machine";
import type { Run } from "./command";
import type { GivenCommand } from "./line";

/** Each is loaded when it is given. */
const RUNS: Readonly<Record<string, () => Promise<Run>>> = {
  backup: async () => (await import("./backup")).backup,
  "backup get": async () => (await import("./backup")).get,
  "backup ls": async () => (await import("./backup")).list,
  "backup now": async () => (await import("./backup")).now,
  "backup restore": async () => (await import("./backup/restore")).restoreBackup,
  completions: async () => (await import("./completions")).completions,
  db: async () => (await import("./db")).db,
  dockerfile: async () => (await import("./dockerfile")).dockerfile,
  doctor: async () => (await import("./doctor")).doctor,
  exec: async () => (await import("./exec")).exec,
  graph: async () => (await import("./graph")).graph,
  history: async () => (await import("./history")).history,
  jobs: async () => (await import("./jobs")).jobs,
  "jobs run": async () => (await import("./jobs")).runJob,
  "import containers": async () => (await import("../import/containers/command")).importContainers,
  "import undo": async () => (await import("../import/undo")).importUndo,
  "import compose": async () => (await import("../import/compose/command")).importCompose,
  logs: async () => (await import("./logs")).logs,
  open: async () => (await import("./open")).open,
  ps: async () => (await import("./ps")).ps,
  releases: async () => (await import("./releases")).releases,
  "releases diff": async () => (await import("./releases-diff")).releasesDiff,
  restart: async () => (await import("./restart")).restart,
  run: async () => (await import("./run")).run,
  shell: async () => (await import("./exec")).shell,
  top: async () => (await import("./top")).top,
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

const SIGPIPE = 13;

function onError(error: NodeJS.ErrnoException): never {
  if (error.code === "EPIPE") process.exit(128 + SIGPIPE);
  throw error;
}

/** As programs end whose reader went away: `./pulumiw logs | head` is no error. */
function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeListener("error", onError).on("error", onError);
  }
}
