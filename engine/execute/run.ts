import { messageOf, ReportedError } from "../errors";
import { type Targets, unknownTarget } from "../plan/targets";
import { Callbacks } from "../protocol/callbacks";
import { engineService } from "../protocol/engine-service";
import { isHangUp } from "../protocol/hang-up";
import type { RunInfo } from "../protocol/monitor";
import { monitorService } from "../protocol/monitor-service";
import { isOwnFrame, withoutOwnFrames } from "../protocol/own-frames";
import type { Program, WaitingProgram } from "../protocol/program";
import { LocalServer } from "../protocol/server";
import type { ResourceState } from "../resource/state";
import type { RunContext } from "./context";
import type { PackageConfig } from "./default-providers";
import { deleteAll } from "./deletions";
import { Deployment } from "./deployment";
import { Executor } from "./executor";
import { TargetLimits } from "./target-limits";

/** Lets somebody end a run before its time. */
export interface Interruption {
  /** Calls this when no new step is to be begun. */
  onStop(stop: () => void): void;
}

/** How a run ended. */
export interface RunResult {
  failed: boolean;
  /** It failed because of a resource, which the stack is to be told of. */
  stepFailed: boolean;
  /** The program of a preview that is acted on, which waits to be asked what has changed since. */
  program?: Program;
  /** A provider's function that it asked for. */
  asked?: string;
}

/** How the steps of a run ended. */
export function resultOf(executor: Executor): RunResult {
  const { failed, stepFailed, obstructed, isStopped } = executor;
  return { failed: failed || isStopped, stepFailed: stepFailed || obstructed };
}

/** Reads all resources again, as many at once as the options allow. */
export async function refreshAll(
  context: RunContext,
  interruption: Interruption,
): Promise<RunResult> {
  const executor = new Executor(context);
  interruption.onStop(() => executor.stop());
  const { journal, options } = context;
  const limits = new TargetLimits(options);
  const all = journal.snapshot().resources.filter((state) => limits.isRefreshed(state));
  const outcomes = await Promise.all(
    all.map(async (old) => ({ old, ...(await executor.run([{ action: "refresh", old }])) })),
  );
  const gone = outcomes.filter(({ state, failed }) => !state && !failed);
  const left = new Set(journal.snapshot().resources.map(({ urn }) => urn));
  await journal.dropReferences(
    new Set(gone.map(({ old }) => old.urn).filter((urn) => !left.has(urn))),
  );
  await journal.flush();
  return resultOf(executor);
}

/** Deletes all resources of a stack. */
export async function destroyAll(
  context: RunContext,
  interruption: Interruption,
): Promise<RunResult> {
  const executor = new Executor(context);
  interruption.onStop(() => executor.stop());
  const { resources } = context.journal.snapshot();
  await reported(() => deleteAll(resources, resources, context, executor), executor);
  await context.journal.flush();
  return resultOf(executor);
}

/** Runs a program and does what its registrations ask for, deletions last. */
export async function runProgram(
  waiting: WaitingProgram,
  info: RunInfo,
  context: RunContext,
  packageConfig: PackageConfig,
  interruption: Interruption,
): Promise<RunResult> {
  const previous: ResourceState[] = context.journal.snapshot().resources;
  if (tellUnknown(context.options.replace, previous, context)) {
    waiting.kill();
    return { failed: true, stepFailed: false };
  }
  const deployment = new Deployment(context, previous, packageConfig);
  const { executor, planner } = deployment;
  const callbacks = new Callbacks();
  const server = await LocalServer.start([
    monitorService(deployment, info, callbacks),
    engineService((message) => {
      if (executor.failed && isHangUp(message)) return;
      // Progress, before anything was registered, is that of a build: its image is new.
      if (message.ephemeral) context.providers.expectChanges(previous);
      context.emit({ kind: "log", ...message, message: withoutOwnFrames(message.message) });
    }),
  ]);
  const print = (line: string) => {
    if (!isOwnFrame(line)) context.emit({ kind: "printed", line });
  };
  const program = waiting.start(info, server.address, print);
  // The program takes a while before it asks for any of them.
  context.providers.prepare(previous);
  interruption.onStop(() => {
    executor.stop();
    deployment.fail(new ReportedError("interrupted"));
  });
  const end = () => {
    program.kill();
    callbacks.close();
    server.stop();
  };
  let isKept = false;
  try {
    await Promise.race([deployment.ended, watch(program, deployment, context)]);
    await executor.idle();
    const complete = deployment.isFinished && deployment.hasStack && !executor.isStopped;
    if (complete) {
      // A target may be new, so that a wrong one shows only now.
      const resources = [...previous, ...context.journal.snapshot().resources];
      for (const limit of [context.options.targets, context.options.excludes]) {
        if (tellUnknown(limit, resources, context)) executor.failed = true;
      }
      await reported(() => deleteAll(planner.leftovers(), previous, context, executor), executor);
    }
    await deployment.finishStack();
    await context.journal.flush();
    isKept = info.isActedOn === true && complete;
  } finally {
    if (!isKept) end();
  }
  const kept = isKept ? { program: { ...program, kill: end }, asked: deployment.asked } : {};
  return { ...resultOf(executor), ...kept };
}

/** Tells of targets that are none of these resources. Answers whether there are any. */
function tellUnknown(
  targets: Targets,
  resources: readonly ResourceState[],
  { emit }: RunContext,
): boolean {
  const known = resources.map(({ urn }) => urn);
  const unknown = targets.unmatched(new Set(known));
  for (const urn of unknown) {
    const message = unknownTarget(urn, known);
    emit({ kind: "log", severity: "error", message, urn: "", ephemeral: false });
  }
  return unknown.length > 0;
}

/** A program that ends without saying that it is done has failed. */
async function watch(program: Program, deployment: Deployment, context: RunContext): Promise<void> {
  const { ok, message } = await program.ended;
  // One that never spoke to the engine must not be taken for one that wants nothing: all would go.
  if (ok && deployment.hasStack) return deployment.finished();
  deployment.executor.failed = true;
  const reason = ok ? "the program ended without registering a stack" : message;
  if (reason) {
    context.emit({ kind: "log", severity: "error", message: reason, urn: "", ephemeral: false });
  }
}

/** Does this; what was told already only makes the run a failed one. */
export async function reported(work: () => Promise<void>, executor: Executor): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ReportedError)) throw new Error(messageOf(error), { cause: error });
    executor.failed = true;
  }
}
