import type { z } from "zod";
import type { Filled } from "../language/filled";
import type { GivenSettings } from ".";

/** A stack whose settings are filled in. */
export interface Stack {
  project: string;
  /** What the stack file sets, validated. */
  written: GivenSettings;
  /** The settings of a schema, with the default of each that `given` leaves out. */
  fill<S extends z.ZodType>(schema: S, given: unknown): Filled<S>;
}
