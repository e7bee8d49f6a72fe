import {
  blankState,
  type CustomTimeouts,
  type ResourceState,
  type StackFrame,
} from "../resource/state";
import {
  decode,
  decodeMap,
  encode,
  encodeMap,
  type Json,
  type JsonMap,
  type Seal,
  type Unseal,
} from "./properties";

/** A resource as the state file has it: absent fields mean false or empty. */
export interface ResourceJson {
  urn: string;
  custom: boolean;
  delete?: boolean;
  id?: string;
  type: string;
  inputs?: JsonMap;
  outputs?: JsonMap;
  parent?: string;
  protect?: boolean;
  taint?: boolean;
  external?: boolean;
  dependencies?: string[];
  initErrors?: string[];
  provider?: string;
  propertyDependencies?: Record<string, string[] | null>;
  pendingReplacement?: boolean;
  additionalSecretOutputs?: string[];
  aliases?: string[];
  customTimeouts?: CustomTimeouts;
  importID?: string;
  retainOnDelete?: boolean;
  deletedWith?: string;
  replaceWith?: string[];
  created?: string;
  modified?: string;
  sourcePosition?: string;
  stackTrace?: StackFrame[];
  ignoreChanges?: string[];
  hideDiff?: unknown;
  replaceOnChanges?: string[];
  replacementTrigger?: Json;
}

/** Writes a resource, its fields in the official engine's order. */
export function encodeResource(state: ResourceState, seal: Seal): ResourceJson {
  return dropEmpty({
    urn: state.urn,
    custom: state.custom,
    delete: state.delete,
    id: state.id,
    type: state.type,
    inputs: encodeMap(state.inputs, seal),
    outputs: encodeMap(state.outputs, seal),
    parent: state.parent,
    protect: state.protect,
    taint: state.taint,
    external: state.external,
    dependencies: [...state.dependencies],
    initErrors: [...state.initErrors],
    provider: state.provider,
    propertyDependencies: sortKeys(state.propertyDependencies),
    pendingReplacement: state.pendingReplacement,
    additionalSecretOutputs: [...state.additionalSecretOutputs],
    aliases: [...state.aliases],
    customTimeouts: state.customTimeouts,
    importID: state.importId,
    retainOnDelete: state.retainOnDelete,
    deletedWith: state.deletedWith,
    replaceWith: [...state.replaceWith],
    created: state.created,
    modified: state.modified,
    sourcePosition: state.sourcePosition,
    stackTrace: state.stackTrace && [...state.stackTrace],
    ignoreChanges: [...state.ignoreChanges],
    hideDiff: state.hideDiff,
    replaceOnChanges: [...state.replaceOnChanges],
    replacementTrigger:
      state.replacementTrigger === undefined ? undefined : encode(state.replacementTrigger, seal),
    ...state.extra,
  });
}

function sortKeys(map: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.map((key) => [key, [...(map[key] ?? [])]]));
}

/** Leaves out what reads back as the default. `custom` is always written. */
function dropEmpty(json: ResourceJson): ResourceJson {
  const kept = Object.entries(json).filter(([key, value]) => key === "custom" || !isEmpty(value));
  return Object.fromEntries(kept) as unknown as ResourceJson;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Reads a resource. Fields that this engine does not know are kept for the next write. */
export function decodeResource(json: ResourceJson, unseal: Unseal): ResourceState {
  const {
    urn,
    custom,
    delete: deleted,
    id,
    type,
    inputs,
    outputs,
    parent,
    protect,
    taint,
    external,
    dependencies,
    initErrors,
    provider,
    propertyDependencies,
    pendingReplacement,
    additionalSecretOutputs,
    aliases,
    customTimeouts,
    importID,
    retainOnDelete,
    deletedWith,
    replaceWith,
    created,
    modified,
    sourcePosition,
    stackTrace,
    ignoreChanges,
    hideDiff,
    replaceOnChanges,
    replacementTrigger,
    ...extra
  } = json;
  return {
    ...blankState(urn, type, custom),
    id: id ?? "",
    inputs: decodeMap(inputs ?? {}, unseal),
    outputs: decodeMap(outputs ?? {}, unseal),
    parent,
    protect: protect ?? false,
    taint: taint ?? false,
    external: external ?? false,
    delete: deleted ?? false,
    pendingReplacement: pendingReplacement ?? false,
    dependencies: dependencies ?? [],
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies ?? {}).map(([key, urns]) => [key, urns ?? []]),
    ),
    provider: provider ?? "",
    initErrors: initErrors ?? [],
    additionalSecretOutputs: additionalSecretOutputs ?? [],
    aliases: aliases ?? [],
    customTimeouts: customTimeouts ?? {},
    importId: importID ?? "",
    retainOnDelete: retainOnDelete ?? false,
    deletedWith: deletedWith ?? "",
    replaceWith: replaceWith ?? [],
    created,
    modified,
    sourcePosition,
    stackTrace,
    ignoreChanges: ignoreChanges ?? [],
    hideDiff,
    replaceOnChanges: replaceOnChanges ?? [],
    replacementTrigger:
      replacementTrigger === undefined ? undefined : decode(replacementTrigger, unseal),
    extra,
  };
}
