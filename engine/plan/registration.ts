import type { DiffResult } from "../providers/provider";
import { parsePath, restore } from "../resource/property-path";
import type { ResourceState } from "../resource/state";
import type { ValueMap } from "../resource/value";
import { replaceBecauseOf } from "./decide";
import type { Goal } from "./goal";
import type { Step } from "./step";

/** What a registration comes to, before anything is done. */
export interface Plan {
  urn: string;
  steps: Step[];
}

/** The resource is imported first: what has to be done then depends on what was found. */
export interface ImportPlan {
  urn: string;
  importSteps: Step[];
  /** Goes on with the imported resource as the old one. */
  resume(imported: ResourceState): Promise<Plan>;
}

/** The goal's inputs, with what is to be ignored as it was. */
export function ignoring(goal: Goal, old: ResourceState): ValueMap {
  return goal.ignoreChanges.reduce<ValueMap>(
    (inputs, path) => restore(inputs, old.inputs, parsePath(path)),
    goal.inputs,
  );
}

/** The steps of a replacement that are its own: the new one and the mark that it takes a place. */
export function replacement(
  old: ResourceState,
  next: ResourceState,
  diff: DiffResult,
  createFirst: boolean,
): Step[] {
  const create: Step = { action: "create-replacement", old, new: next, diff, keepOld: createFirst };
  const mark: Step = { action: "replace", old, new: next, diff };
  return createFirst ? [create, mark] : [mark, create];
}

/** The steps that take over what exists, in the place of an old resource if there is one. */
export function importing(next: ResourceState, old: ResourceState | undefined): Step[] {
  if (!old) return [{ action: "import", new: next }];
  return [
    { action: "import-replacement", old, new: next },
    { action: "replace", old, new: next, diff: replaceBecauseOf("id") },
  ];
}

/** The steps that read what is not the stack's own; an old resource that was makes way. */
export function reading(next: ResourceState, old: ResourceState | undefined): Step[] {
  if (!old || old.external || old.id === next.id) return [{ action: "read", old, new: next }];
  return [
    { action: "read-replacement", old, new: next },
    { action: "replace", old, new: next, diff: replaceBecauseOf("id") },
  ];
}

/** What a state says of how to replace it. */
export function optionsOf(state: ResourceState) {
  return { replaceOnChanges: state.replaceOnChanges, deleteBeforeReplace: undefined };
}
