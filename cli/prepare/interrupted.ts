import { existsSync } from "node:fs";
import { shortName } from "../../shared/stack-name";
import { readJson } from "../../shared/workspace";
import { asMapping, asText } from "../../shared/yaml-file";
import type { Captured, Machine } from "../machine";

/** A stack in a file backend, before the official CLI goes to work on it. */
export interface Interrupted {
  stack: string;
  project: string;
  stateFile: string;
  /** The folder of the file backend. */
  stateFolder: string;
  /** The project's folder, and another stack file than the stack's own. */
  flags: readonly string[];
  machine: Pick<Machine, "say">;
  /** Runs a command line of the embedded engine and keeps what it prints. */
  embedded(args: readonly string[]): Promise<Captured>;
}

/** Commands that change what a stack has. */
const CHANGES: ReadonlySet<string> = new Set(["up", "destroy", "refresh", "watch", "import"]);

/**
 * Brings the state of an interrupted run in order before the official CLI works on it. That one would
 * make what was being made a second time, which fails where a name is taken, keeps the record of it for good,
 * and stops at the lock of a process that was killed. The embedded engine finds what is there by its
 * name and labels and takes it over; where nothing is left of a run, nothing is done.
 */
export async function settleInterrupted(command: string, stack: Interrupted): Promise<void> {
  const { machine } = stack;
  if (!CHANGES.has(command) || (await isHeld(stack))) return;
  const { names, root } = pendingIn(stack.stateFile);
  if (root === undefined || names.length === 0) return;
  const what = `the last run was interrupted while it worked on ${names.join(", ")}`;
  const { code, output } = await stack.embedded([
    ...["refresh", "--stack", stack.stack, "--target", root],
    ...["--yes", "--skip-preview", "--non-interactive", "--color", "never", ...stack.flags],
  ]);
  if (code === 0) return machine.say(`${what}: what that left is in the state now`);
  machine.say(
    `${what}, and what that left could not be looked for: ${lastError(output)}; ` +
      `the embedded engine goes on with it: ./pulumiw --engine embedded up --stack ${stack.stack}`,
  );
}

interface Pending {
  /** Names of the resources that were being worked on. */
  names: string[];
  /** The stack's own resource. */
  root: string | undefined;
}

function pendingIn(stateFile: string): Pending {
  const { latest } = asMapping(readJson(stateFile).checkpoint);
  const { pending_operations: pending, resources } = asMapping(latest);
  const urns = (list: unknown, of: (it: Record<string, unknown>) => unknown) =>
    (Array.isArray(list) ? list : [])
      .map((it) => asText(asMapping(of(asMapping(it))).urn))
      .filter((urn) => urn !== undefined);
  const names = urns(pending, ({ resource }) => resource).map(
    (urn) => urn.split("::").at(-1) ?? "",
  );
  const root = urns(resources, (it) => it).find((urn) => urn.includes("::pulumi:pulumi:Stack::"));
  return { names: [...new Set(names)], root };
}

const lastError = (output: string) =>
  output
    .split("\n")
    .map((line) => line.trim())
    .findLast((line) => line.startsWith("error: "))
    ?.slice("error: ".length) ?? output.trim();

/**
 * Whether another run has the stack's lock, which the engine has the words for. The locks of processes of
 * this machine that are gone are removed.
 */
async function isHeld({ stateFolder, project, stack, machine }: Interrupted): Promise<boolean> {
  const { FileBackend } = await import("../../engine/state/backend");
  const folder = new FileBackend(stateFolder).lockFolder({ project, stack: shortName(stack) });
  if (!existsSync(folder)) return false;
  const { removeDeadLocks } = await import("../../engine/state/lock");
  return (await removeDeadLocks(folder, undefined, machine.say)).length > 0;
}
