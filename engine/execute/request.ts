import type { ActionRequest, Provider } from "../providers/provider";
import { concealKeys, markSecrets } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import { parseUrn } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import type { RunContext } from "./context";

/** What every request to a provider has in common. */
export function actionRequest(
  state: ResourceState,
  context: RunContext,
): ActionRequest & { name: string } {
  const { urn, type } = state;
  return {
    urn,
    type,
    name: parseUrn(urn).name,
    signal: context.abort,
    log: (severity, message, ephemeral = false) =>
      context.emit({ kind: "log", severity, message, urn, ephemeral }),
  };
}

/** A provider's outputs with what has to stay secret marked. */
export function marked(outputs: ValueMap, state: ResourceState): ValueMap {
  return concealKeys(markSecrets(outputs, state.inputs), [...state.additionalSecretOutputs]);
}

/** The provider of a resource that the program did not register: it may have to be started. */
export function ownProvider(state: ResourceState, context: RunContext): Promise<Provider> {
  return context.providers.ensure(state.provider, context.journal.snapshot().resources);
}
