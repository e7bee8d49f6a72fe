import { messageOf } from "../errors";
import { type Step, subject } from "../plan/step";
import type { ResourceState } from "../resource/state";
import type { Applied } from "./applied";
import { apply } from "./apply";
import type { RunContext } from "./context";

/** What became of a chain of steps: the state after the last one, or that one failed. */
export interface Outcome {
  state: ResourceState | undefined;
  failed: boolean;
}

/** It was not begun, as it came after something that failed. */
const NOTHING: Outcome = { state: undefined, failed: true };

/** Runs steps, as many at once as the options allow, and remembers whether any failed. */
export class Executor {
  /** The run has failed, whether or not it goes on. */
  failed = false;
  /** A step failed. */
  stepFailed = false;
  /** A preview found something that an update would refuse, and goes on. */
  obstructed = false;
  private stopped = false;
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly active = new Set<Promise<unknown>>();
  /** What is deleted or going to be: resources that go with one of these need no step of their own. */
  private readonly condemned = new Set<string>();

  /** What became of the steps in which a resource is deleted, by its URN. */
  private readonly deletions = new Map<string, Promise<Outcome>>();

  constructor(private readonly context: RunContext) {}

  /** The run fails at its end. */
  obstruct(): void {
    this.failed = true;
    this.obstructed = true;
  }

  /** No step is begun any more; running ones finish. */
  stop(): void {
    this.stopped = true;
  }

  /** Whether nothing new is begun: after the user's word, or after a failure. */
  get isStopped(): boolean {
    return this.stopped || (this.stepFailed && !this.context.options.continueOnError);
  }

  /** Announces deletions, as those of dependents come before those that they follow from. */
  condemn(urns: string[]): void {
    for (const urn of urns) this.condemned.add(urn);
  }

  /**
   * Runs the steps of one resource, one after the other. A failure skips the rest. What another resource's
   * replacement deletes first has to be gone before it is created anew, which may be asked for meanwhile.
   */
  run(steps: Step[]): Promise<Outcome> {
    const deleted = steps.filter(isDeletion).map((step) => subject(step).urn);
    this.condemn(deleted);
    // An old resource and its successor go side by side where both are only deleted.
    const before = steps.every(isDeletion)
      ? []
      : steps.flatMap((step) => this.deletions.get(subject(step).urn) ?? []);
    const outcome = Promise.all(before).then((ended) =>
      ended.some(({ failed }) => failed) ? NOTHING : this.runAll(steps),
    );
    for (const urn of deleted) this.deletions.set(urn, outcome);
    return outcome;
  }

  private async runAll(steps: Step[]): Promise<Outcome> {
    let state: ResourceState | undefined;
    for (const step of steps) {
      const outcome = await this.track(this.runOne(step));
      if (outcome.failed) return outcome;
      state = outcome.state ?? state;
    }
    return { state, failed: false };
  }

  /** Resolves once no step runs. */
  async idle(): Promise<void> {
    while (this.active.size) await Promise.allSettled([...this.active]);
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.active.add(work);
    void work.finally(() => this.active.delete(work)).catch(() => {});
    return work;
  }

  private async runOne(step: Step): Promise<Outcome> {
    // A resource that stays is nothing to wait for a free place with.
    const counts = step.action !== "same" && step.action !== "replace";
    if (counts) await this.enter();
    try {
      if (this.isStopped) return { state: undefined, failed: true };
      return await this.perform(step);
    } finally {
      if (counts) this.leave();
    }
  }

  private async perform(step: Step): Promise<Outcome> {
    const { emit } = this.context;
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    emit({ kind: "step-started", step });
    let applied: Applied;
    try {
      applied = await apply(step, this.context, (urn) => this.condemned.has(urn));
    } catch (error) {
      return this.fail(step, messageOf(error), seconds());
    }
    if (applied.failure) return this.fail(step, applied.failure, seconds());
    const { state, refreshed } = applied;
    emit({ kind: "step-done", step, state, seconds: seconds(), refreshed });
    return { state, failed: false };
  }

  private fail(step: Step, message: string, seconds: number): Outcome {
    this.failed = true;
    this.stepFailed = true;
    this.context.emit({ kind: "step-failed", step, message, seconds });
    return { state: undefined, failed: true };
  }

  private async enter(): Promise<void> {
    if (this.running < this.context.options.parallel) this.running++;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** A free place goes straight to the one that waits longest. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

function isDeletion({ action }: Step): boolean {
  return action === "delete" || action === "delete-replaced";
}
