import { EXIT, messageOf } from "../errors";
import type { Interruption } from "../execute/run";

/** How long running steps have to give up, in milliseconds. */
const GIVE_UP_MS = 10_000;

/** Ctrl-C: the first one lets running steps finish, the second one ends them. */
export class Interrupt implements Interruption {
  private readonly stops: (() => void)[] = [];
  private readonly controller = new AbortController();
  private asked = false;
  private readonly listener = (name: NodeJS.Signals) => this.signal(name);
  private readonly faultListener = (error: unknown) => this.fault(error);

  constructor(private readonly tell: (line: string) => void) {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, this.listener);
    process.on("uncaughtException", this.faultListener);
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
    process.off("uncaughtException", this.faultListener);
  }

  /**
   * Something went wrong where nobody waits for it, a connection for example. What else hangs on it is not
   * known: what runs is given up, so that it is recorded as pending, and the next run finds out.
   */
  fault(error: unknown): void {
    this.tell(`error: ${messageOf(error)}. Steps that were running are recorded as pending.`);
    this.asked = true;
    for (const stop of this.stops) stop();
    this.controller.abort();
    setTimeout(() => process.exit(EXIT.failed), GIVE_UP_MS).unref();
  }

  private signal(name: NodeJS.Signals): void {
    if (this.asked) {
      this.tell("Stopping at once. Steps that were running are recorded as pending in the state.");
      this.controller.abort();
      // Providers had their chance to react to the signal; what they do not finish is pending.
      setTimeout(() => process.exit(130), 100);
      return;
    }
    this.asked = true;
    this.tell(
      name === "SIGINT"
        ? "^C received; waiting for the running steps to finish. Press Ctrl-C again to stop at once."
        : `${name} received; waiting for the running steps to finish. A second one stops at once.`,
    );
    for (const stop of this.stops) stop();
  }
}
