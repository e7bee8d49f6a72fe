/**
 * What the engine asks of a provider: the verbs of Pulumi's own provider protocol, in plain values.
 * Built-in providers implement it directly; plugins implement it over gRPC.
 */

import { UserError } from "../errors";
import type { Archive, Asset } from "../resource/asset";
import { UNKNOWN, type ValueMap } from "../resource/value";

export { UNKNOWN };

/** A property value on the provider side of the engine: JSON, files and UNKNOWN. Secrets are unwrapped. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | Asset
  | Archive
  | PropertyValue[]
  | PropertyMap;

/** Property values by name. An absent property has no key; `undefined` never occurs. */
export interface PropertyMap {
  [key: string]: PropertyValue;
}

/** What a provider answers with: property values, of which it may mark some with `Secret`. */
export type AnswerMap = ValueMap;

export type Severity = "debug" | "info" | "warning" | "error";

/** Shows a message beside the resource. An ephemeral one is progress: it is gone once the next comes. */
export type Log = (severity: Severity, message: string, ephemeral?: boolean) => void;

/** What every request names. */
export interface ResourceRequest {
  urn: string;
  type: string;
}

export interface CheckRequest extends ResourceRequest {
  name: string;
  /** The inputs of the last update, or undefined when the resource is to be created. */
  olds: PropertyMap | undefined;
  news: PropertyMap;
  /** Seeds automatic names, so that a preview and the update after it agree. */
  randomSeed: Buffer;
}

/** One property that the provider does not accept. An empty `property` means the resource as a whole. */
export interface CheckFailure {
  property: string;
  reason: string;
}

export interface CheckResult {
  /** The inputs with defaults and automatic names filled in. */
  inputs: AnswerMap;
  failures: CheckFailure[];
}

export interface DiffRequest extends ResourceRequest {
  id: string;
  oldInputs: PropertyMap;
  oldOutputs: PropertyMap;
  /** The checked inputs, those of `ignoreChanges` already put back to their old values. */
  news: PropertyMap;
  ignoreChanges: string[];
}

/** How one property changed; `inputDiff` tells that the inputs were compared, not the state. */
export interface PropertyDiff {
  kind: "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";
  inputDiff: boolean;
}

export interface DiffResult {
  changes: boolean;
  /** Properties whose change needs a replacement. */
  replaces: string[];
  /** The old resource has to go before the new one can be. */
  deleteBeforeReplace: boolean;
  /** Changed top-level properties. */
  diffs: string[];
  /** Output properties that an update is known to leave as they are. */
  stables?: string[];
  /** Changed properties by their full path, where the provider knows them. */
  detailedDiff?: Record<string, PropertyDiff>;
}

/** Common to all verbs that act. */
export interface ActionRequest extends ResourceRequest {
  log: Log;
  /** Aborted when the user wants to stop at once. */
  signal: AbortSignal;
}

export interface CreateRequest extends ActionRequest {
  name: string;
  inputs: PropertyMap;
  /** Nothing may be changed: answer with the outputs that are known already, UNKNOWN for the rest. */
  preview: boolean;
  timeoutSeconds?: number;
}

export interface CreateResult {
  /** Empty in a preview that cannot know it. */
  id: string;
  outputs: AnswerMap;
}

export interface ReadRequest extends ActionRequest {
  name: string;
  id: string;
  /** Empty on an import, where only the id is known. */
  oldInputs: PropertyMap;
  oldOutputs: PropertyMap;
}

export interface ReadResult {
  id: string;
  inputs: AnswerMap;
  outputs: AnswerMap;
  /** Why the resource, though it exists, is not right. */
  initErrors?: string[];
}

export interface UpdateRequest extends CreateRequest {
  id: string;
  oldInputs: PropertyMap;
  oldOutputs: PropertyMap;
  ignoreChanges: string[];
}

export interface UpdateResult {
  outputs: AnswerMap;
}

export interface DeleteRequest extends ActionRequest {
  name: string;
  id: string;
  oldInputs: PropertyMap;
  oldOutputs: PropertyMap;
  timeoutSeconds?: number;
}

export interface InvokeRequest {
  token: string;
  args: PropertyMap;
}

/** The result of a function, or why its arguments were not accepted. */
export type InvokeResult = { result: AnswerMap } | { failures: CheckFailure[] };

/** Manages the resources of one package with one configuration. */
export interface Provider {
  /** Validates the configuration and fills in its defaults. Without it everything is accepted. */
  checkConfig?(urn: string, olds: PropertyMap | undefined, news: PropertyMap): Promise<CheckResult>;
  /** Which changes of the configuration need every resource to be replaced. Without it none do. */
  diffConfig?(urn: string, olds: PropertyMap, news: PropertyMap): Promise<DiffResult>;
  /** Called once, before all verbs below. Values may be UNKNOWN in a preview. */
  configure(config: PropertyMap): Promise<void>;
  check(request: CheckRequest): Promise<CheckResult>;
  diff(request: DiffRequest): Promise<DiffResult>;
  create(request: CreateRequest): Promise<CreateResult>;
  /** The resource as it is now, or undefined when it is gone. */
  read(request: ReadRequest): Promise<ReadResult | undefined>;
  update(request: UpdateRequest): Promise<UpdateResult>;
  /** Idempotent: a resource that is gone already is no error. */
  delete(request: DeleteRequest): Promise<void>;
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  /**
   * Whether a replacement that a person asked for, without a change, has to delete first, as both
   * resources would have one name. Without the verb it creates first.
   */
  sharesName?(type: string, inputs: PropertyMap): boolean;
  /**
   * Finds what a creation left behind whose end nobody saw. Answers with it when it can be taken over;
   * removes it, unless in a preview, when it is half done. It touches only what is certain to come
   * from this creation. Without the verb nobody can tell whether something was left.
   */
  recover?(request: CreateRequest): Promise<CreateResult | undefined>;
  /**
   * Ends a deletion that an interrupted run began and that may be under way still. Answers whether the
   * resource is gone, or in a preview whether it would be. Without the verb it happened or it did not.
   */
  finishDelete?(request: DeleteRequest & { preview: boolean }): Promise<boolean>;
  /** The user wants to stop: what only waits gives up, what works finishes. */
  cancel?(): void;
  close?(): Promise<void>;
}

type UnknownOptions = ErrorOptions & { isUnsent?: boolean };

/**
 * Thrown by create, update and delete when the answer was lost: it may have happened or not. The
 * operation stays on record, and the next run finds out.
 */
export class UnknownOutcome extends UserError {
  override name = "UnknownOutcome";

  /** The last request never reached anybody: a deletion that is one request has not begun. */
  readonly isUnsent: boolean;

  constructor(message: string, { isUnsent = false, ...options }: UnknownOptions = {}) {
    super(message, options);
    this.isUnsent = isUnsent;
  }
}

/**
 * Thrown by create and update when the resource exists but is not right. It is recorded with the
 * message, and the next update tries to mend it.
 */
export class PartialFailure extends Error {
  constructor(
    readonly id: string,
    readonly outputs: AnswerMap,
    message: string,
    /** All that is wrong, one by one. */
    readonly reasons: readonly string[] = [message],
  ) {
    super(message);
    this.name = "PartialFailure";
  }
}

/** Makes a provider that is not configured yet. */
export type ProviderFactory = (name: string, version: string | undefined) => Provider;
