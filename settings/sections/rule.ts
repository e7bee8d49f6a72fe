import type { Given } from "../language/given";
import type { Problem } from "../language/problem";
import type { GivenSettings, Settings } from ".";

/** What rules look at. */
export interface Facts {
  /** What the stack file sets, validated. */
  written: GivenSettings;
  /** The same with defaults. */
  settings: Settings;
  /** What the stack file says, for messages. */
  given: Given;
}

/** A rule that looks at more than one setting. */
export interface Rule {
  /** The settings that it looks at; the rule waits until each of them is right by itself. */
  reads: readonly (keyof GivenSettings)[];
  check(facts: Facts): Problem | readonly Problem[] | undefined;
}
