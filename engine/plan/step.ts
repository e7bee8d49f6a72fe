import type { DiffResult } from "../providers/provider";
import type { ResourceState } from "../resource/state";

/**
 * One thing to be done to one resource. `new` is the state aimed at: ids and outputs come with
 * the execution.
 */
export type Step =
  | { action: "same"; old: ResourceState; new: ResourceState }
  /** Left out because it is no target: it is answered as unknown and not recorded. */
  | { action: "skip-create"; new: ResourceState }
  | { action: "create"; new: ResourceState }
  /** The second half of a replacement, or with `keepOld` the first: then the old one goes at the end. */
  | {
      action: "create-replacement";
      old: ResourceState;
      new: ResourceState;
      diff: DiffResult;
      keepOld: boolean;
    }
  /** A replacement as a whole; nothing is done for it, it is there to be shown and counted. */
  | { action: "replace"; old: ResourceState; new: ResourceState; diff: DiffResult }
  | { action: "update"; old: ResourceState; new: ResourceState; diff: DiffResult }
  | { action: "delete"; old: ResourceState }
  /** The old one of a replacement goes: before the new one comes with `beforeReplace`. */
  | { action: "delete-replaced"; old: ResourceState; beforeReplace: boolean }
  /** Its replacement never came and is not wanted any more. */
  | { action: "remove-pending-replace"; old: ResourceState }
  | { action: "read"; old?: ResourceState; new: ResourceState }
  /** Reads a resource in the place of one that the stack managed. */
  | { action: "read-replacement"; old: ResourceState; new: ResourceState }
  | { action: "refresh"; old: ResourceState }
  | { action: "import"; new: ResourceState }
  | { action: "import-replacement"; old: ResourceState; new: ResourceState };

export type Action = Step["action"];

/** The resource that a step is about. */
export function subject(step: Step): ResourceState {
  return "new" in step ? step.new : step.old;
}
