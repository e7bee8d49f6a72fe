import type { RunEvent } from "../execute/events";
import { subject } from "../plan/step";
import { parseUrn, STACK_TYPE } from "../resource/urn";

/** Steps that take less are part of what the run waits for otherwise. */
const SHOWN_SECONDS = 0.1;

/** Where the time of a command went, for `BERTH_TIMINGS=1`. */
export class Timings {
  private readonly laps: { name: string; seconds: number }[] = [];
  private readonly steps: { name: string; seconds: number }[] = [];
  private phase = "";
  /** Counted from the start of the process, which the wrapper began. */
  private at = 0;

  constructor(private readonly now = () => performance.now() / 1000) {}

  /** What went on until now has this name. */
  lap(name: string): void {
    const now = this.now();
    this.laps.push({ name, seconds: now - this.at }, ...this.steps.splice(0));
    this.at = now;
  }

  /** Begins a phase: what went on until now came before it. */
  begin(phase: string, before: string): void {
    this.lap(before);
    this.phase = phase;
  }

  /** A program's first word is its stack, and its resources come after its look ahead. */
  note(event: RunEvent): void {
    if (event.kind === "step-started") {
      const { type } = subject(event.step);
      if (type === STACK_TYPE) this.lap(`${this.phase}: until the program has loaded`);
    } else if (event.kind === "step-done" || event.kind === "step-failed") {
      const { urn, type } = subject(event.step);
      if (type === STACK_TYPE || event.seconds < SHOWN_SECONDS) return;
      const { name } = parseUrn(urn);
      this.steps.push({ name: `  ${event.step.action} ${name}`, seconds: event.seconds });
    }
  }

  /** Ends a phase. */
  end(): void {
    this.lap(`${this.phase}: look ahead, build and resources, those over 0.1 s below`);
  }

  /** A line for each part, in their order. */
  lines(): string[] {
    const total = { name: "all", seconds: this.at };
    return [...this.laps, total].map(
      ({ name, seconds }) => `${seconds.toFixed(2).padStart(7)} s  ${name}`,
    );
  }

  /** Prints them where they are wanted. */
  tell(): void {
    this.lap("the end");
    if (!process.env.BERTH_TIMINGS) return;
    for (const line of this.lines()) process.stderr.write(`${line}\n`);
  }
}
