import type { StackConfig } from "../config/config";
import type { Screen } from "../display/screen";
import type { Changes } from "../display/words";
import type { Adoption } from "../execute/adopt";
import type { RunContext } from "../execute/context";
import type { RunEvent } from "../execute/events";
import type { LogMessage } from "../protocol/engine-service";
import type { WaitingProgram } from "../protocol/program";
import { builtIns } from "../providers/built-ins";
import { ProviderPool } from "../providers/pool";
import { qualifiedName } from "../state/backend";
import type { Snapshot } from "../state/deployment";
import type { Commit } from "./commit";
import type { Invocation } from "./flags";
import type { OperationKind } from "./operation-kind";
import { outputsOf, resourcesOf } from "./outputs-of";
import type { StackSession } from "./session";
import type { Findings } from "./take-over";

/** What only some operations have. */
export interface OperationExtras {
  /** Where a run is shown live, instead of line by line. */
  screen?: Screen;
  /** What an import is to take over. */
  adoptions?: readonly Adoption[];
  /** A process for the first phase's program. */
  program?: WaitingProgram;
}

/** How a phase ended. */
export interface Phase {
  changes: Changes;
  failed: boolean;
  /** What a preview told while it went. */
  events: readonly RunEvent[];
  /** What an update may take over. */
  findings?: Findings;
}

/** The providers of an operation on a stack; what they print goes to `log`. */
export function openPool(
  session: StackSession,
  engineAddress: string,
  log: (message: LogMessage) => void,
): ProviderPool {
  return new ProviderPool({
    builtIns: builtIns({
      outputsOf: (stack) => outputsOf(session, stack),
      resourcesOf: (stack) => resourcesOf(session, stack),
    }),
    engineAddress,
    folder: session.project.programFolder,
    project: session.project,
    print: (message) => log({ severity: "info", message, urn: "", ephemeral: false }),
  });
}

/** What a program is told of its run. */
export function programInfo(
  { project, ref }: StackSession,
  config: StackConfig,
  { options }: RunContext,
) {
  return {
    project: project.name,
    root: project.root,
    folder: project.programFolder,
    stack: ref.stack,
    config: config.values,
    secretKeys: config.secretKeys,
    preview: options.preview,
    parallel: options.parallel,
  };
}

/** Writes the states of an operation, encrypted. */
export async function saverOf({
  backend,
  ref,
  writer,
  keepSalt,
}: StackSession): Promise<(snapshot: Snapshot) => Promise<void>> {
  const texts = await writer();
  await keepSalt();
  return (snapshot) => backend.write(ref, texts.checkpoint(qualifiedName(ref), snapshot));
}

/** Adds an operation that has ended to the stack's history, and keeps a copy of its state. */
export async function keepHistory(
  kind: OperationKind,
  { backend, ref, file }: StackSession,
  invocation: Invocation,
  startTime: number,
  { changes, failed, commit }: { changes: Changes; failed: boolean; commit?: Commit },
): Promise<void> {
  await backend.addHistory(ref, {
    kind: kind === "import" ? "resource-import" : kind,
    startTime,
    message: invocation.text("message") || (commit?.title ?? ""),
    environment: { ...commit?.environment, "exec.kind": "berth" },
    config: file.config,
    version: 0,
    result: failed ? "failed" : "succeeded",
    endTime: Math.floor(Date.now() / 1000),
    resourceChanges: changes,
  });
  await backend.backup(ref);
}
