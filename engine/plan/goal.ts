import {
  blankState,
  type CustomTimeouts,
  type ResourceState,
  type StackFrame,
} from "../resource/state";
import type { Value, ValueMap } from "../resource/value";

/** Another identity that a resource had: a URN, or what differs from the present identity. */
export type Alias =
  | { urn: string }
  | {
      name?: string;
      type?: string;
      stack?: string;
      project?: string;
      parentUrn?: string;
      noParent?: boolean;
    };

/** What a program wants a resource to be. */
export interface Goal {
  type: string;
  name: string;
  custom: boolean;
  inputs: ValueMap;
  parent?: string;
  protect?: boolean;
  dependencies: string[];
  /** `urn::id`; empty for components and for provider resources. */
  provider: string;
  propertyDependencies: Record<string, string[]>;
  deleteBeforeReplace?: boolean;
  ignoreChanges: string[];
  additionalSecretOutputs: string[];
  aliases: Alias[];
  importId: string;
  customTimeouts: CustomTimeouts;
  replaceOnChanges: string[];
  replacementTrigger?: Value;
  retainOnDelete?: boolean;
  deletedWith: string;
  replaceWith: string[];
  sourcePosition?: string;
  stackTrace?: StackFrame[];
  hideDiff: string[];
}

/** A goal with nothing but its identity. */
export function blankGoal(type: string, name: string, inputs: ValueMap): Goal {
  return {
    type,
    name,
    custom: true,
    inputs,
    dependencies: [],
    provider: "",
    propertyDependencies: {},
    ignoreChanges: [],
    additionalSecretOutputs: [],
    aliases: [],
    importId: "",
    customTimeouts: {},
    replaceOnChanges: [],
    deletedWith: "",
    replaceWith: [],
    hideDiff: [],
  };
}

/** A goal with the options that its parent hands down where it says nothing itself. */
export function inheriting(goal: Goal, parent: Goal | undefined): Goal {
  if (!parent) return goal;
  return {
    ...goal,
    protect: goal.protect ?? parent.protect,
    retainOnDelete: goal.retainOnDelete ?? parent.retainOnDelete,
    deletedWith: goal.deletedWith || parent.deletedWith,
  };
}

/** The state that a goal leads to, before anything was done for it. */
export function stateOf(goal: Goal, urn: string, old: ResourceState | undefined): ResourceState {
  return {
    ...blankState(urn, goal.type, goal.custom),
    inputs: goal.inputs,
    parent: goal.parent,
    protect: goal.protect ?? false,
    dependencies: goal.dependencies,
    provider: goal.provider,
    propertyDependencies: goal.propertyDependencies,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    customTimeouts: goal.customTimeouts,
    importId: goal.importId,
    retainOnDelete: goal.retainOnDelete ?? false,
    deletedWith: goal.deletedWith,
    replaceWith: goal.replaceWith,
    created: old?.created,
    modified: old?.modified,
    sourcePosition: goal.sourcePosition,
    stackTrace: goal.stackTrace,
    ignoreChanges: goal.ignoreChanges,
    replaceOnChanges: goal.replaceOnChanges,
    replacementTrigger: goal.replacementTrigger,
  };
}
