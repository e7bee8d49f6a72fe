/** What a change does to who uses the stack. */
export type Effect = "nothing" | "downtime" | "data-loss";

/** One change that a plan makes, and what will be felt of it. */
export interface Impact {
  /** A role of the stack, such as `app` or `database`, or a volume. */
  part: string;
  /** What is done, such as `replaced (envs)`. */
  change: string;
  /** What people notice. */
  felt: string;
  effect: Effect;
}
