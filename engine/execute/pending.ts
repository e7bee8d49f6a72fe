import { messageOf } from "../errors";
import { DYNAMIC_PACKAGE } from "../providers/plugin/locate";
import type { Severity } from "../providers/provider";
import { revealMap } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import { packageOf } from "../resource/urn";
import type { PendingOperation, Snapshot } from "../state/deployment";
import type { RunContext } from "./context";
import { refreshed } from "./refresh-one";
import { actionRequest, marked, ownProvider } from "./request";

/**
 * Finds out what became of the operations that an interrupted run left on record, before anything
 * else is planned: the state is then as if that run had ended in good order.
 */
export async function settlePending(context: RunContext): Promise<void> {
  const { journal } = context;
  for (const operation of journal.snapshot().pending) {
    try {
      if (await settle(operation, context)) journal.settle(operation);
    } catch (error) {
      const why = `what an interrupted run left of it cannot be looked for: ${messageOf(error)}`;
      tell(operation.resource, "warning", why, context);
    }
  }
  await journal.flush();
}

/** Whether the operation needs no record any more. */
async function settle(operation: PendingOperation, context: RunContext): Promise<boolean> {
  switch (operation.type) {
    case "creating":
      return settleCreation(operation.resource, context);
    case "updating":
    case "deleting":
      await settleChange(operation, context);
      return true;
    // These changed nothing.
    case "reading":
    case "importing":
      return true;
  }
}

async function settleCreation(resource: ResourceState, context: RunContext): Promise<boolean> {
  if (!resource.provider) return true;
  if (packageOf(resource.type) === DYNAMIC_PACKAGE) {
    tell(resource, "info", "an interrupted run was creating it: its code runs again", context);
    return true;
  }
  const provider = await ownProvider(resource, context);
  if (!provider.recover) {
    const left = `an interrupted run was creating it, and may have left it behind. If it did not, \`pulumi refresh --clear-pending-creates\` removes this note`;
    tell(resource, "warning", left, context);
    return false;
  }
  const found = await provider.recover({
    ...actionRequest(resource, context),
    inputs: revealMap(resource.inputs),
    preview: context.options.preview,
    timeoutSeconds: resource.customTimeouts.create,
  });
  if (found)
    await adopt({ ...resource, id: found.id, outputs: marked(found.outputs, resource) }, context);
  return true;
}

/** Records what was found, as the run that made it would have. */
async function adopt(found: ResourceState, context: RunContext): Promise<void> {
  const { journal } = context;
  const old = journal
    .snapshot()
    .resources.find(({ urn, delete: gone }) => urn === found.urn && !gone);
  if (old?.id === found.id && !old.pendingReplacement) return;
  const time = new Date().toISOString();
  // Whatever was still to be done for it, the update that this asks for does.
  const initErrors = ["its creation was interrupted"];
  const state = { ...found, initErrors, created: time, modified: time };
  tell(found, "info", `an interrupted run had created it (${found.id}): it is taken over`, context);
  if (old?.pendingReplacement) return journal.replace(old, state);
  if (old) journal.swap(old, { ...old, delete: true });
  await journal.adopt(state);
}

/** Records a resource as it is now. One that may be half updated is updated again. */
async function settleChange(
  { resource, type }: PendingOperation,
  context: RunContext,
): Promise<void> {
  const { journal } = context;
  const old = find(journal.snapshot(), resource);
  if (!old) return;
  if (type === "deleting" && (await finishDelete(old, context))) {
    tell(old, "info", "an interrupted run was deleting it: that is finished", context);
    await journal.forget(old);
  } else await refreshed(old, context);
  const state = find(journal.snapshot(), resource);
  if (!state) return dropReferences(old.urn, context);
  const initErrors = ["its update was interrupted"];
  if (type === "updating") await journal.replace(state, { ...state, initErrors });
}

function find({ resources }: Snapshot, { urn, id }: ResourceState): ResourceState | undefined {
  return resources.find((state) => state.urn === urn && state.id === id);
}

async function finishDelete(old: ResourceState, context: RunContext): Promise<boolean> {
  const provider = await ownProvider(old, context);
  const gone = await provider.finishDelete?.({
    ...actionRequest(old, context),
    id: old.id,
    oldInputs: revealMap(old.inputs),
    oldOutputs: revealMap(old.outputs),
    preview: context.options.preview,
  });
  return gone ?? false;
}

/** Nothing may refer to a resource that is gone, unless another one has its place. */
async function dropReferences(urn: string, { journal }: RunContext): Promise<void> {
  const isThere = journal.snapshot().resources.some((state) => state.urn === urn);
  if (!isThere) await journal.dropReferences(new Set([urn]));
}

function tell(
  resource: ResourceState,
  severity: Severity,
  message: string,
  { emit }: RunContext,
): void {
  emit({ kind: "log", severity, message, urn: resource.urn, ephemeral: false });
}
