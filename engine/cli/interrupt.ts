import type { Interruption } from "../execute/run";

/** Ctrl-C: the first one lets running steps finish, the second one ends them. */
export class Interrupt implements Interruption {
  private readonly stops: (() => void)[] = [];
  private readonly controller = new AbortController();
  private asked = false;
  private readonly listener = () => this.signal();

  constructor(private readonly tell: (line: string) => void) {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, this.listener);
  }

  /** Aborted by the second Ctrl-C. */
  get abort(): AbortSignal {
    return this.controller.signal;
  }

  get wasAsked(): boolean {
    return this.asked;
  }

  onStop(stop: () => void): void {
    this.stops.push(stop);
    if (this.asked) stop();
  }

  /** Gives the signals back to their default. */
  dispose(): void {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, this.listener);
  }

  private signal(): void {
    if (this.asked) {
      this.tell("Stopping at once. Steps that were running are recorded as pending in the state.");
      this.controller.abort();
      // Providers had their chance to react to the signal; what they do not finish is pending.
      setTimeout(() => process.exit(130), 100);
      return;
    }
    this.asked = true;
    this.tell(
      "^C received; waiting for the running steps to finish. Press Ctrl-C again to stop at once.",
    );
    for (const stop of this.stops) stop();
  }
}
