import { concealKeys, markSecrets, revealMap } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import { isProviderType } from "../resource/urn";
import { equal } from "../resource/value";
import type { Applied } from "./applied";
import type { RunContext } from "./context";
import { actionRequest, ownProvider } from "./request";

/** Reads a resource again and records it as it is now. */
export async function refreshed(old: ResourceState, context: RunContext): Promise<Applied> {
  const { journal } = context;
  const isReal = old.custom && !isProviderType(old.type) && !old.pendingReplacement;
  if (!isReal) return { state: old, refreshed: "same" };
  const provider = await ownProvider(old, context);
  const answer = await provider.read({
    ...actionRequest(old, context),
    id: old.id,
    oldInputs: revealMap(old.inputs),
    oldOutputs: revealMap(old.outputs),
  });
  if (!answer) {
    await journal.forget(old);
    return { state: undefined, refreshed: "delete" };
  }
  const inputs = markSecrets(answer.inputs, old.inputs);
  const secretKeys = [...old.additionalSecretOutputs];
  const outputs = concealKeys(markSecrets(answer.outputs, old.outputs), secretKeys);
  const changed = !equal(inputs, old.inputs) || !equal(outputs, old.outputs);
  const initErrors = answer.initErrors ?? [];
  const modified = changed ? new Date().toISOString() : old.modified;
  const state = { ...old, id: answer.id, inputs, outputs, initErrors, modified };
  await journal.replace(old, state);
  if (!changed) return { state, refreshed: "same" };
  if (old.external) return { state, refreshed: equal(outputs, old.outputs) ? "same" : "update" };
  // The provider judges whether the program would have to undo the change.
  const diff = await provider.diff({
    urn: old.urn,
    type: old.type,
    id: state.id,
    oldInputs: revealMap(inputs),
    oldOutputs: revealMap(outputs),
    news: revealMap(old.inputs),
    ignoreChanges: [...old.ignoreChanges],
  });
  return { state, refreshed: diff.changes ? "update" : "same" };
}
