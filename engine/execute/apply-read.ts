import { UserError } from "../errors";
import { markSecrets, revealMap } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import type { Applied } from "./applied";
import type { RunContext } from "./context";
import { actionRequest, marked } from "./request";

/** Reads a resource that is not the stack's own. */
export async function read(
  next: ResourceState,
  old: ResourceState | undefined,
  replacing: boolean,
  context: RunContext,
): Promise<Applied> {
  const { journal } = context;
  const done = await journal.begin("reading", next);
  try {
    const provider = await context.providers.get(next.provider);
    const inputs = revealMap(next.inputs);
    const request = { ...actionRequest(next, context), id: next.id, oldInputs: inputs };
    const answer = await provider.read({ ...request, oldOutputs: inputs });
    if (!answer) throw new UserError(`resource '${next.id}' does not exist`);
    const time = new Date().toISOString();
    const outputs = marked(answer.outputs, next);
    const times = { created: old?.created ?? time, modified: old?.modified ?? time };
    const state = { ...next, id: answer.id, outputs, ...times };
    done();
    if (replacing && old) journal.swap(old, { ...journal.latest(old), delete: true });
    await journal.record(state, replacing ? undefined : old);
    return { state };
  } catch (error) {
    done();
    throw error;
  }
}

/** Takes over a resource that exists already. */
export async function importResource(
  next: ResourceState,
  replaced: ResourceState | undefined,
  context: RunContext,
): Promise<Applied> {
  const { journal } = context;
  const done = await journal.begin("importing", next);
  try {
    const provider = await context.providers.get(next.provider);
    const id = next.importId || next.id;
    const request = { ...actionRequest(next, context), id };
    const answer = await provider.read({ ...request, oldInputs: {}, oldOutputs: {} });
    if (!answer) throw new UserError(`resource '${id}' does not exist`);
    const time = new Date().toISOString();
    const inputs = markSecrets(answer.inputs, next.inputs);
    const outputs = marked(answer.outputs, next);
    const state = { ...next, id: answer.id, inputs, outputs, created: time, modified: time };
    done();
    if (replaced) journal.swap(replaced, { ...journal.latest(replaced), delete: true });
    await journal.record(state);
    return { state };
  } catch (error) {
    done();
    throw error;
  }
}
