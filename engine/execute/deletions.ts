import { ReportedError } from "../errors";
import { deletionOrder } from "../plan/graph";
import type { Step } from "../plan/step";
import { isAlwaysTargeted, withDependents, withNeeded } from "../plan/targets";
import type { ResourceState } from "../resource/state";
import type { RunContext } from "./context";
import type { Executor } from "./executor";

/** Deletes what is left over, each resource after all that depend on it, as parallel as that allows. */
export async function deleteAll(
  leftovers: readonly ResourceState[],
  all: readonly ResourceState[],
  context: RunContext,
  executor: Executor,
): Promise<void> {
  const condemned = targeted(leftovers, all, context, executor);
  for (const state of leftovers) {
    // What is no target stays, and counts among what does.
    if (condemned.includes(state) || state.delete) continue;
    const step: Step = { action: "same", old: state, new: state };
    context.emit({ kind: "step-done", step, state, seconds: 0 });
  }
  executor.condemn(condemned.map(({ urn }) => urn));
  const order = deletionOrder(condemned);
  const results = new Map<ResourceState, Promise<boolean>>();
  // Dependents come later in the list, so from its end on every promise waited for exists already.
  for (const [state, needing] of [...order].reverse()) {
    const before = needing.map((other) => results.get(other));
    results.set(
      state,
      Promise.all(before).then(async (done) => {
        if (done.includes(false)) return false;
        const { failed } = await executor.run([stepFor(state)]);
        return !failed;
      }),
    );
  }
  await Promise.all(results.values());
}

function stepFor(old: ResourceState): Step {
  if (old.delete) return { action: "delete-replaced", old, beforeReplace: false };
  return { action: old.pendingReplacement ? "remove-pending-replace" : "delete", old };
}

function targeted(
  leftovers: readonly ResourceState[],
  all: readonly ResourceState[],
  context: RunContext,
  executor: Executor,
): ResourceState[] {
  const { targets, targetDependents, excludes, excludeDependents, preview } = context.options;
  if (excludes.limited) {
    const kept = withNeeded(excludes, excludeDependents, all);
    return leftovers.filter(({ urn }) => !kept.has(urn));
  }
  if (!targets.limited) return [...leftovers];
  const allowed = withDependents(targets, all);
  const condemned = leftovers.filter((state) => allowed.has(state.urn));
  const unnamed = condemned.filter(
    (state) => !targets.has(state.urn) && !isAlwaysTargeted(state.urn),
  );
  if (targetDependents || unnamed.length === 0) return condemned;
  for (const { urn } of unnamed) {
    const message =
      `Resource '${urn}' will be destroyed but was not specified in --target list.\n` +
      "Either include resource in --target list or pass --target-dependents to proceed.";
    context.emit({ kind: "log", severity: "error", message, urn, ephemeral: false });
  }
  if (!preview) throw new ReportedError("delete untargeted resource");
  // The preview goes on, so that all that would be deleted is seen.
  executor.obstruct();
  return condemned;
}
