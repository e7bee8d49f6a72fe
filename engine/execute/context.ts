import type { Targets } from "../plan/targets";
import type { ProviderRegistry } from "../providers/registry";
import type { Journal } from "../state/journal";
import type { Emit } from "./events";

/** How a run is to be done. */
export interface RunOptions {
  preview: boolean;
  /** How many steps may run at once. */
  parallel: number;
  targets: Targets;
  targetDependents: boolean;
  /** Resources to be left as they are; never together with targets. */
  excludes: Targets;
  excludeDependents: boolean;
  /** Resources to be replaced though nothing asks for it. */
  replace: Targets;
  continueOnError: boolean;
}

/** What all parts of a run share. */
export interface RunContext {
  readonly stack: string;
  readonly project: string;
  readonly options: RunOptions;
  readonly journal: Journal;
  readonly providers: ProviderRegistry;
  readonly emit: Emit;
  /** Aborted when running steps are to be given up too. */
  readonly abort: AbortSignal;
}
