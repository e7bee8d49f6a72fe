/** The exit code of the official CLI, and so of both engines, for a stack that does not exist. */
export const NO_STACK = 6;

/** Ends the run before the engine starts: what is wrong and what to do, shown as its message alone. */
export class Stop extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = "Stop";
  }
}
