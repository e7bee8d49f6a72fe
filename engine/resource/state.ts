import type { Value, ValueMap } from "./value";

/** Seconds that an operation may take; absent where the provider's default holds. */
export interface CustomTimeouts {
  create?: number;
  update?: number;
  delete?: number;
  read?: number;
}

/** One frame of the place in the program that registered a resource. */
export interface StackFrame {
  sourcePosition?: string;
}

/**
 * A resource as the state records it. Instances are never changed once they are recorded: a new
 * version takes the place of the old one, so that what was written can be remembered per instance.
 */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  /** Managed by a provider, as against a component. */
  readonly custom: boolean;
  readonly id: string;
  readonly inputs: ValueMap;
  readonly outputs: ValueMap;
  readonly parent?: string;
  readonly protect: boolean;
  /** To be replaced by the next update that it is a target of. */
  readonly taint: boolean;
  /** Only read, never changed or deleted. */
  readonly external: boolean;
  /** Replaced already; still to be deleted. */
  readonly delete: boolean;
  /** Deleted before its replacement, which has not been created yet. */
  readonly pendingReplacement: boolean;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `urn::id` of the provider resource; empty for components. */
  readonly provider: string;
  readonly initErrors: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly string[];
  readonly customTimeouts: CustomTimeouts;
  readonly importId: string;
  readonly retainOnDelete: boolean;
  readonly deletedWith: string;
  readonly replaceWith: readonly string[];
  readonly created?: string;
  readonly modified?: string;
  readonly sourcePosition?: string;
  readonly stackTrace?: readonly StackFrame[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly hideDiff?: unknown;
  readonly replacementTrigger?: Value;
  /** Fields that only the official engine writes, kept as they were. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A resource with nothing but its identity. */
export function blankState(urn: string, type: string, custom: boolean): ResourceState {
  return {
    urn,
    type,
    custom,
    id: "",
    inputs: {},
    outputs: {},
    protect: false,
    taint: false,
    external: false,
    delete: false,
    pendingReplacement: false,
    dependencies: [],
    propertyDependencies: {},
    provider: "",
    initErrors: [],
    additionalSecretOutputs: [],
    aliases: [],
    customTimeouts: {},
    importId: "",
    retainOnDelete: false,
    deletedWith: "",
    replaceWith: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    extra: {},
  };
}

/** Every URN that has to exist as long as this resource does, its provider's apart. */
export function dependenciesOf(state: ResourceState): string[] {
  const all = new Set<string>(state.dependencies);
  if (state.parent) all.add(state.parent);
  for (const urns of Object.values(state.propertyDependencies))
    for (const urn of urns) all.add(urn);
  if (state.deletedWith) all.add(state.deletedWith);
  for (const urn of state.replaceWith) all.add(urn);
  return [...all];
}
