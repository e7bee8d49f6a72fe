import type { Goal } from "../plan/goal";
import type { CheckFailure } from "../providers/provider";
import type { ResourceState } from "../resource/state";
import type { ValueMap } from "../resource/value";

/** Which provider a request wants: the one named, or the default one of its package. */
export interface ProviderChoice {
  /** `urn::id`, or empty. */
  ref: string;
  version: string;
  pluginDownloadUrl: string;
}

export interface Registration {
  state: ResourceState;
  /** The resource failed, and the run goes on without it. */
  failed: boolean;
  /** Nothing is known of it: it was left out. */
  unknown: boolean;
}

export interface ReadGoal {
  type: string;
  name: string;
  id: string;
  parent?: string;
  inputs: ValueMap;
  dependencies: string[];
  additionalSecretOutputs: string[];
  sourcePosition?: string;
  stackTrace?: ResourceState["stackTrace"];
}

/** What programs can ask for. */
export interface Monitor {
  register(
    goal: Goal,
    provider: ProviderChoice,
    providers: Record<string, string>,
  ): Promise<Registration>;
  /** The provider that a parent hands down to resources of this package; empty without one. */
  inheritedProvider(pkg: string, parent: string | undefined): string;
  registerOutputs(urn: string, outputs: ValueMap): Promise<void>;
  read(goal: ReadGoal, provider: ProviderChoice): Promise<ResourceState>;
  invoke(
    token: string,
    args: ValueMap,
    provider: ProviderChoice,
  ): Promise<{ result: ValueMap } | { failures: CheckFailure[] }>;
  /** The program ended well; answers once everything that it registered is done. */
  finished(): Promise<void>;
  /** Something went wrong that ends the run. */
  fail(error: unknown): void;
}

/** The engine's own function, by which programs look at what was registered or read in this run. */
export const GET_RESOURCE = "pulumi:pulumi:getResource";

/** Facts about the run that programs may ask for. */
export interface RunInfo {
  project: string;
  /** The project's folder. */
  root: string;
  /** The program's folder, which paths of assets are relative to. */
  folder: string;
  stack: string;
  config: Record<string, string>;
  secretKeys: string[];
  preview: boolean;
  /** Whether an update may take over what this preview finds. */
  isActedOn?: boolean;
  parallel: number;
}
