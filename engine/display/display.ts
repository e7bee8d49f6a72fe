import type { RunEvent } from "../execute/events";
import type { Masking } from "./values";
import type { Changes } from "./words";

/** What is shown of a run, and where. */
export interface DisplayOptions extends Masking {
  stack: string;
  project: string;
  preview: boolean;
  /** "Previewing update", "Destroying", ... */
  title: string;
  /** Outputs are shown only where the program was run. */
  showOutputs: boolean;
  /** Every changed property is shown. */
  diff: boolean;
  /** The stack's settings as text, secrets masked. */
  config: Record<string, string>;
  write(line: string): void;
}

/** Shows a run while it goes, and counts what it changes. */
export interface Display {
  readonly changes: Changes;
  /** Refreshes that only prepare an update are shown, but not counted. */
  set countRefreshes(count: boolean);
  handle(event: RunEvent): void;
  /** Shows what the run came to. */
  finish(failed: boolean): void;
}
