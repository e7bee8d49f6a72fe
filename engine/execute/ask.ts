import { ReportedError } from "../errors";
import type { CheckResult, DiffResult } from "../providers/provider";
import { markSecrets, revealMap } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import { isProviderType, parseProviderRef, parseUrn } from "../resource/urn";
import { mapValues, UNKNOWN, type ValueMap } from "../resource/value";
import type { RunContext } from "./context";

/** Lets the provider check inputs and fill in defaults. What was secret stays secret. */
async function checkResource(
  state: ResourceState,
  olds: ValueMap | undefined,
  randomSeed: Buffer,
  context: RunContext,
): Promise<CheckResult> {
  const { urn, type, inputs } = state;
  if (isProviderType(type)) {
    const checked = await context.providers.check(type, urn, olds, inputs);
    return { ...checked, inputs: markSecrets(checked.inputs, inputs) };
  }
  const provider = await context.providers.get(state.provider);
  const checked = await provider.check({
    urn,
    type,
    name: parseUrn(urn).name,
    olds: olds && revealMap(olds),
    news: revealMap(inputs),
    randomSeed,
  });
  return { ...checked, inputs: markSecrets(checked.inputs, inputs) };
}

/**
 * The inputs with the provider's defaults. What it does not accept is told, all of it, and ends
 * the registration.
 */
export async function acceptedInputs(
  state: ResourceState,
  olds: ValueMap | undefined,
  seed: Buffer,
  context: RunContext,
): Promise<ValueMap> {
  if (!state.custom) return state.inputs;
  const { inputs, failures } = await checkResource(state, olds, seed, context);
  const { urn, type } = state;
  for (const { property, reason } of failures) {
    const what = property ? `: property ${property} value ${shown(state.inputs[property])}` : "";
    const message = `${type} resource '${parseUrn(urn).name}'${what} has a problem: ${reason}`;
    context.emit({ kind: "log", severity: "error", message, urn, ephemeral: false });
  }
  if (failures.length) throw new ReportedError(`resource ${urn} is invalid`);
  return inputs;
}

function shown(value: ValueMap[string] | undefined): string {
  return value === undefined ? "" : JSON.stringify(revealMap({ value }).value);
}

/** Lets the provider compare a resource with new inputs. */
export async function diffResource(
  old: ResourceState,
  news: ValueMap,
  context: RunContext,
  providerRef?: string,
): Promise<DiffResult> {
  const { urn, type, id, ignoreChanges } = old;
  if (isProviderType(type)) return context.providers.diff(type, urn, old.inputs, news);
  const provider = providerRef
    ? await context.providers.get(providerRef)
    : await context.providers.ensure(old.provider, context.journal.snapshot().resources);
  return provider.diff({
    urn,
    type,
    id,
    oldInputs: revealMap(old.inputs),
    oldOutputs: revealMap(old.outputs),
    news: revealMap(news),
    ignoreChanges: [...ignoreChanges],
  });
}

/** Whether a resource that is replaced without a change has a name that its successor would need. */
export async function sharesName(state: ResourceState, context: RunContext): Promise<boolean> {
  if (!state.custom || isProviderType(state.type)) return false;
  const provider = await context.providers.get(state.provider);
  return provider.sharesName?.(state.type, revealMap(state.inputs)) ?? false;
}

/** The inputs as they will be when these resources change: unknown where they depend on one. */
export function unknownWhere(state: ResourceState, changed: ReadonlySet<string>): ValueMap {
  return mapValues(state.inputs, (value, key) => {
    const urns = state.propertyDependencies[key] ?? [];
    return urns.some((urn) => changed.has(urn)) ? UNKNOWN : value;
  });
}

/** Whether a new provider resource stands for the same thing as the old one, as far as resources go. */
export async function isDefaultSuccessor(
  old: ResourceState,
  next: ResourceState,
  olds: ReadonlyMap<string, ResourceState>,
  context: RunContext,
): Promise<boolean> {
  const [before, after] = [parseProviderRef(old.provider), parseProviderRef(next.provider)];
  const oldProvider = olds.get(before.urn);
  const newProvider = context.journal
    .snapshot()
    .resources.find((state) => state.urn === after.urn && state.id === after.id);
  if (!oldProvider || !newProvider || oldProvider.type !== newProvider.type) return false;
  const { type, urn, inputs } = newProvider;
  const diff = await context.providers.diff(type, urn, oldProvider.inputs, inputs);
  return diff.replaces.length === 0;
}
