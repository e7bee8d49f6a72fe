import { UserError } from "../errors";
import { deletionObstacle } from "../plan/decide";
import type { Step } from "../plan/step";
import { PartialFailure, UnknownOutcome } from "../providers/provider";
import { providerConfig } from "../providers/registry";
import { markSecrets, revealMap } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import { isProviderType } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import type { Applied } from "./applied";
import { importResource, read } from "./apply-read";
import type { RunContext } from "./context";
import { refuseDeleteHooks } from "./delete-hooks";
import { refreshed } from "./refresh-one";
import { actionRequest, marked, ownProvider } from "./request";

/** Decides which deletions are implied by others and need no provider. */
export type IsDeleted = (urn: string) => boolean;

/** Does a step: asks the provider and records the result. A preview asks too, but changes nothing. */
export async function apply(
  step: Step,
  context: RunContext,
  isDeleted: IsDeleted,
): Promise<Applied> {
  const { journal } = context;
  switch (step.action) {
    case "same":
      return same(step.old, step.new, context);
    case "skip-create":
      return { state: step.new };
    case "replace":
      return { state: undefined };
    case "create":
      return create(step.new, undefined, context);
    case "create-replacement":
      if (!step.keepOld) return create(step.new, step.old, context);
      return create(step.new, undefined, context, () => {
        journal.swap(step.old, { ...journal.latest(step.old), delete: true });
      });
    case "update":
      return update(step.old, step.new, context);
    case "delete": {
      const obstacle = step.old.delete ? undefined : deletionObstacle(step.old);
      if (obstacle) throw new UserError(obstacle);
      const done = await remove(step.old, context, isDeleted);
      done();
      await journal.forget(step.old);
      return { state: undefined };
    }
    case "delete-replaced": {
      // Whether it is protected was asked when its replacement was planned.
      const done = await remove(step.old, context, isDeleted);
      done();
      if (!step.beforeReplace) await journal.forget(step.old);
      else
        await journal.replace(step.old, { ...journal.latest(step.old), pendingReplacement: true });
      return { state: undefined };
    }
    case "remove-pending-replace":
      await journal.forget(step.old);
      return { state: undefined };
    case "read":
    case "read-replacement":
      return read(step.new, step.old, step.action === "read-replacement", context);
    case "refresh":
      return refreshed(step.old, context);
    case "import":
      return importResource(step.new, undefined, context);
    case "import-replacement":
      return importResource(step.new, step.old, context);
  }
}

async function same(
  old: ResourceState,
  next: ResourceState,
  context: RunContext,
): Promise<Applied> {
  // What has become secret in the inputs since then is secret here, too.
  const state = { ...next, id: old.id, outputs: markSecrets(old.outputs, next.inputs) };
  if (isProviderType(next.type)) await context.providers.register(state, old.inputs, [old.urn]);
  context.journal.keep(state, old);
  return { state };
}

async function create(
  next: ResourceState,
  replaced: ResourceState | undefined,
  context: RunContext,
  condemnOld: () => void = () => {},
): Promise<Applied> {
  const { journal, options } = context;
  const done = isManaged(next) ? await journal.begin("creating", next) : () => {};
  const finish = async (id: string, outputs: ValueMap, initErrors: string[]) => {
    const time = new Date().toISOString();
    const state = { ...next, id, outputs, initErrors, created: time, modified: time };
    done();
    condemnOld();
    await journal.record(state, replaced);
    return state;
  };
  try {
    if (!next.custom) return { state: await finish("", {}, []) };
    if (isProviderType(next.type)) {
      const state = await finish(context.providers.newId(), providerConfig(next.inputs), []);
      await context.providers.register(state, state.inputs);
      return { state };
    }
    const provider = await context.providers.get(next.provider);
    const { id, outputs } = await provider.create({
      ...actionRequest(next, context),
      inputs: revealMap(next.inputs),
      preview: options.preview,
      timeoutSeconds: next.customTimeouts.create,
    });
    if (!id && !options.preview) throw new Error("provider did not return an ID from Create");
    return { state: await finish(id, marked(outputs, next), []) };
  } catch (error) {
    if (!(error instanceof PartialFailure)) {
      if (!(error instanceof UnknownOutcome)) done();
      throw error;
    }
    const { id, outputs, message, reasons } = error;
    const state = await finish(id, marked(outputs, next), [...reasons]);
    return { state, failure: message };
  }
}

async function update(
  old: ResourceState,
  next: ResourceState,
  context: RunContext,
): Promise<Applied> {
  const { journal, options } = context;
  const done = isManaged(next) ? await journal.begin("updating", old) : () => {};
  const finish = async (outputs: ValueMap, initErrors: string[], inputs = next.inputs) => {
    const modified = next.custom ? new Date().toISOString() : old.modified;
    const { id, created } = old;
    const state = { ...next, id, inputs, outputs, initErrors, created, modified };
    done();
    await journal.record(state, old);
    return state;
  };
  try {
    if (!next.custom) return { state: await finish(old.outputs, []) };
    if (isProviderType(next.type)) {
      const state = await finish(providerConfig(next.inputs), []);
      await context.providers.register(state, state.inputs, [old.urn]);
      return { state };
    }
    const provider = await context.providers.get(next.provider);
    const { outputs } = await provider.update({
      ...actionRequest(next, context),
      id: old.id,
      inputs: revealMap(next.inputs),
      oldInputs: revealMap(old.inputs),
      oldOutputs: revealMap(old.outputs),
      ignoreChanges: [...next.ignoreChanges],
      preview: options.preview,
      timeoutSeconds: next.customTimeouts.update,
    });
    return { state: await finish(marked(outputs, next), []) };
  } catch (error) {
    if (!(error instanceof PartialFailure)) {
      if (!(error instanceof UnknownOutcome)) done();
      throw error;
    }
    // The inputs stay what they were: the change is still to be made.
    const { outputs, message, reasons } = error;
    const state = await finish(marked(outputs, next), [...reasons], old.inputs);
    return { state, failure: message };
  }
}

/** Deletes a resource. The answer takes back the record that it is being deleted. */
async function remove(
  old: ResourceState,
  context: RunContext,
  isDeleted: IsDeleted,
): Promise<() => void> {
  const { journal, options } = context;
  refuseDeleteHooks(old);
  const implied = old.deletedWith !== "" && isDeleted(old.deletedWith);
  const isKept = !isManaged(old) || old.external || old.retainOnDelete || implied;
  if (options.preview || isKept) return () => {};
  const provider = await ownProvider(old, context);
  const done = await journal.begin("deleting", old);
  try {
    await provider.delete({
      ...actionRequest(old, context),
      id: old.id,
      oldInputs: revealMap(old.inputs),
      oldOutputs: revealMap(old.outputs),
      timeoutSeconds: old.customTimeouts.delete,
    });
    return done;
  } catch (error) {
    // One that nobody has heard of is not under way: the resource is there as before.
    if (!(error instanceof UnknownOutcome) || error.isUnsent) done();
    throw error;
  }
}

/** Whether a provider has something to do for it: components and providers are in the state only. */
function isManaged({ custom, type }: ResourceState): boolean {
  return custom && !isProviderType(type);
}
