import type { Step } from "../plan/step";
import type { LogMessage } from "../protocol/engine-service";
import type { ResourceState } from "../resource/state";

/** What a refresh found: a resource as it was, changed, or gone. */
export type RefreshResult = "same" | "update" | "delete";

/** What a run tells while it goes. */
export type RunEvent =
  | { kind: "step-started"; step: Step }
  | {
      kind: "step-done";
      step: Step;
      /** The resource afterwards, or undefined when there is none. */
      state: ResourceState | undefined;
      seconds: number;
      refreshed?: RefreshResult;
    }
  | { kind: "step-failed"; step: Step; message: string; seconds: number }
  | { kind: "outputs"; state: ResourceState }
  | ({ kind: "log" } & LogMessage)
  /** A line that the program printed. */
  | { kind: "printed"; line: string };

export type Emit = (event: RunEvent) => void;
