import { replaceBecauseOf } from "../plan/decide";
import type { Goal } from "../plan/goal";
import type { DiffResult } from "../providers/provider";
import type { ResourceState } from "../resource/state";
import { parseProviderRef } from "../resource/urn";
import { equal } from "../resource/value";
import { diffResource, isDefaultSuccessor } from "./ask";
import type { RunContext } from "./context";

/** What comparing needs to know of the run so far. */
export interface CompareContext {
  run: RunContext;
  /** The resources of the last run by URN. */
  olds: ReadonlyMap<string, ResourceState>;
  /** Former URNs of resources that were found under an alias, by their new one. */
  renamed: ReadonlyMap<string, string>;
  /** URNs of the resources that are being replaced. */
  replaced: ReadonlySet<string>;
}

/** How a resource and what is wanted of it differ: by its options, its provider, its properties. */
export async function compare(
  goal: Goal,
  old: ResourceState,
  next: ResourceState,
  context: CompareContext,
): Promise<DiffResult> {
  if (next.replaceWith.some((urn) => context.replaced.has(urn)))
    return replaceBecauseOf("replaceWith");
  if (next.deletedWith && context.replaced.has(next.deletedWith))
    return replaceBecauseOf("deletedWith");
  const trigger = [old.replacementTrigger ?? null, goal.replacementTrigger ?? null] as const;
  if (trigger[0] !== null && trigger[1] !== null && !equal(...trigger)) {
    return replaceBecauseOf("replacementTrigger");
  }
  if (old.provider !== next.provider && !(await keepsProvider(old, next, context))) {
    return replaceBecauseOf("provider");
  }
  if (!next.custom) {
    const changes = !equal(old.inputs, next.inputs);
    return { changes, replaces: [], deleteBeforeReplace: false, diffs: [] };
  }
  const { ignoreChanges, inputs, provider } = next;
  return diffResource({ ...old, ignoreChanges }, inputs, context.run, provider);
}

/** Whether another provider can go on managing what the old one made. */
async function keepsProvider(
  old: ResourceState,
  next: ResourceState,
  context: CompareContext,
): Promise<boolean> {
  if (!old.provider || !next.provider) return false;
  const [before, after] = [parseProviderRef(old.provider).urn, parseProviderRef(next.provider).urn];
  if (context.renamed.get(after) === before) return true;
  return isDefaultSuccessor(old, next, context.olds, context.run);
}
