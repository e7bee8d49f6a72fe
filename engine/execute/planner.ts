import { randomBytes } from "node:crypto";
import { ReportedError } from "../errors";
import { decide, importObstacle, replaceBecauseOf, replacementObstacle } from "../plan/decide";
import { type Goal, stateOf } from "../plan/goal";
import { neededBy } from "../plan/graph";
import type { ImportPlan, Plan } from "../plan/registration";
import { ignoring, importing, reading, replacement } from "../plan/registration";
import type { Step } from "../plan/step";
import type { DiffResult, Severity } from "../providers/provider";
import type { ResourceState } from "../resource/state";
import { makeUrn } from "../resource/urn";
import type { ValueMap } from "../resource/value";
import { acceptedInputs, sharesName } from "./ask";
import { compare } from "./compare";
import type { RunContext } from "./context";
import { type DeleteFirstContext, deleteFirst } from "./delete-first";
import { OldResources } from "./old-resources";
import { TargetLimits } from "./target-limits";

/**
 * Turns registrations into steps, one registration at a time, in the order of their arrival. It
 * knows the resources of the last run and what this one has come to so far.
 */
export class Planner {
  private readonly olds: OldResources;
  private readonly seen = new Set<string>();
  private readonly replaced = new Set<string>();
  /** Deleted because of a delete-first replacement; a registration that comes recreates them. */
  private readonly condemned = new Map<string, string[]>();
  private readonly limits: TargetLimits;

  constructor(
    private readonly context: RunContext,
    previous: readonly ResourceState[],
    /** Called for what a preview tells and goes on after. */
    private readonly onError: () => void,
  ) {
    this.limits = new TargetLimits(context.options);
    this.olds = new OldResources(context, previous, (urn, message) => this.reject(urn, message));
  }

  /** What has to go at the end: resources that no registration took up, and replaced ones. */
  leftovers(): ResourceState[] {
    return this.olds.leftovers();
  }

  async plan(goal: Goal): Promise<Plan | ImportPlan> {
    const { stack, project } = this.context;
    const urn = makeUrn(stack, project, goal.parent, goal.type, goal.name);
    this.refuseSecond(urn);
    const old = this.olds.claim(urn, goal);
    const next = stateOf(goal, urn, old);
    const wasImported = old && !old.external && (old.importId || old.id) === goal.importId;
    if (goal.custom && goal.importId && !wasImported && this.limits.includes(next)) {
      const importSteps = importing(next, this.condemned.has(urn) ? undefined : old);
      const resume = (found: ResourceState) => this.planKnown(goal, next, found, true);
      return { urn, importSteps, resume };
    }
    return this.planKnown(goal, next, old, false);
  }

  /** Takes a resource over as it is found. One that was taken over before stays as it is. */
  planAdoption(goal: Goal): Step[] {
    const { stack, project } = this.context;
    const urn = makeUrn(stack, project, goal.parent, goal.type, goal.name);
    this.refuseSecond(urn);
    const old = this.olds.byUrn.get(urn);
    // Nobody says in a program that it was imported: nothing of that stays in the state.
    const found = { ...stateOf(goal, urn, undefined), id: goal.importId, importId: "" };
    if (!old) return [{ action: "import", new: found }];
    if ((old.importId || old.id) !== goal.importId) {
      this.reject(urn, `resource '${urn}' already exists`);
    }
    return [];
  }

  /** Reads a resource that is not the stack's own; one that was the stack's is given up for it. */
  planRead(next: ResourceState): Step[] {
    this.refuseSecond(next.urn);
    const old = this.olds.byUrn.get(next.urn);
    if (old) this.olds.claimed.add(old);
    return reading(next, old);
  }

  private refuseSecond(urn: string): void {
    if (this.seen.has(urn)) {
      this.reject(urn, `Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    this.seen.add(urn);
  }

  private async planKnown(
    goal: Goal,
    planned: ResourceState,
    old: ResourceState | undefined,
    imported: boolean,
  ): Promise<Plan> {
    const { urn } = planned;
    const { replaced } = this;
    const { byUrn: olds, renamed } = this.olds;
    const condemned = this.condemned.get(urn);
    if (!this.limits.includes(planned)) {
      if (!condemned || !old) return { urn, steps: this.untargeted(planned, old) };
      // It was deleted for the sake of a target, and comes back as it was.
      return { urn, steps: this.anew(old, { ...planned, inputs: old.inputs }, condemned) };
    }
    this.refuseSkipped(planned);
    const fresh = !old || old.external || condemned !== undefined;
    const forced = !fresh && (old.taint || this.context.options.replace.names(urn));
    const restored = old ? ignoring(goal, old) : goal.inputs;
    const seed = randomBytes(32);
    const check = (olds: ValueMap | undefined, news: ValueMap) =>
      acceptedInputs({ ...planned, inputs: news }, olds, seed, this.context);
    const inputs =
      fresh || forced ? await check(undefined, goal.inputs) : await check(old.inputs, restored);
    const next = { ...planned, inputs };

    if (!old) return { urn, steps: [{ action: "create", new: next }] };
    if (condemned) return { urn, steps: this.anew(old, next, condemned) };
    if (old.external) return { urn, steps: replacement(old, next, replaceBecauseOf(""), true) };
    const diff = forced
      ? { ...replaceBecauseOf("id"), deleteBeforeReplace: await sharesName(next, this.context) }
      : await compare(goal, old, next, { run: this.context, olds, renamed, replaced });
    const verdict = decide({
      old,
      new: next,
      diff,
      replaceOnChanges: goal.replaceOnChanges,
      deleteBeforeReplace: goal.deleteBeforeReplace,
    });
    switch (verdict.kind) {
      case "same":
        // What was just imported is recorded already.
        return { urn, steps: imported ? [] : [{ action: "same", old, new: next }] };
      case "update":
        return { urn, steps: [{ action: "update", old, new: next, diff: verdict.diff }] };
      case "replace": {
        this.refuseReplacement(old, next, verdict.diff);
        this.replaced.add(urn);
        // Defaults that were carried over from the old resource do not hold for a new one.
        const anew = forced ? next : { ...next, inputs: await check(undefined, goal.inputs) };
        if (!verdict.deleteFirst) {
          // One that is gone already must not be deleted after its successor, which may have its name.
          const createFirst = !old.pendingReplacement;
          return { urn, steps: replacement(old, anew, verdict.diff, createFirst) };
        }
        return { urn, steps: await deleteFirst(old, anew, verdict.diff, this.deleteFirstContext) };
      }
    }
  }

  /** A resource that was deleted before what it needs is replaced. */
  private anew(old: ResourceState, next: ResourceState, keys: string[]): Step[] {
    this.condemned.delete(next.urn);
    this.replaced.add(next.urn);
    return replacement(old, next, { ...replaceBecauseOf(""), replaces: keys }, false);
  }

  private get deleteFirstContext(): DeleteFirstContext {
    const { context: run } = this;
    return {
      run,
      previous: this.olds.all,
      registered: new Set([...this.seen, ...this.olds.renamed.values(), ...this.condemned.keys()]),
      condemn: (urn, keys) => void this.condemned.set(urn, keys),
      reject: (urn, message) => this.reject(urn, message),
    };
  }

  /** Leaves a resource as it is, and with it all that it needs and that may come later or not at all. */
  private untargeted(next: ResourceState, old: ResourceState | undefined): Step[] {
    if (!old) {
      this.limits.skip(next.urn);
      return [{ action: "skip-create", new: next }];
    }
    const steps: Step[] = [];
    for (const urn of neededBy(old)) {
      const dependency = this.olds.byUrn.get(urn);
      if (!dependency || this.olds.claimed.has(dependency) || this.condemned.has(urn)) continue;
      this.olds.claimed.add(dependency);
      steps.push(...this.untargeted(dependency, dependency));
    }
    return [...steps, { action: "same", old, new: { ...old } }];
  }

  /** A preview goes on, so that all that is in the way is seen. */
  private refuseSkipped(next: ResourceState): void {
    const missing = this.limits.missingFor(next);
    for (const urn of missing) {
      this.tell(
        next.urn,
        `Resource '${next.urn}' depends on '${urn}' which was not specified in --target list.`,
      );
    }
    if (missing.length === 0) return;
    if (!this.context.options.preview) throw new ReportedError("untargeted create");
    this.onError();
  }

  /** A preview goes on, so that the change that is in the way is seen. */
  private refuseReplacement(old: ResourceState, next: ResourceState, diff: DiffResult): void {
    const { preview } = this.context.options;
    const obstacle = replacementObstacle(old, next);
    const message = obstacle ?? importObstacle(old, next, diff);
    if (!message) return;
    if (!preview) this.reject(next.urn, message);
    this.tell(next.urn, message, obstacle ? "error" : "warning");
    if (obstacle) this.onError();
  }

  private reject(urn: string, message: string): never {
    this.tell(urn, message);
    throw new ReportedError(message);
  }

  private tell(urn: string, message: string, severity: Severity = "error"): void {
    this.context.emit({ kind: "log", severity, message, urn, ephemeral: false });
  }
}
