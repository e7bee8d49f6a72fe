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
