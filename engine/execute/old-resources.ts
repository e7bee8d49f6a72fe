import { formerUrns } from "../plan/aliases";
import type { Goal } from "../plan/goal";
import type { ResourceState } from "../resource/state";
import type { RunContext } from "./context";

/** The resources of the last run, and which of them registrations of this one have taken up. */
export class OldResources {
  /** By URN, those that only wait for their deletion apart. */
  readonly byUrn = new Map<string, ResourceState>();
  /** Taken up by a registration, so that they are not deleted at the end. */
  readonly claimed = new Set<ResourceState>();
  /** The old URN of each resource that was found under an alias, by its new one. */
  readonly renamed = new Map<string, string>();
  /** The new URN of each resource that was found under an alias, by its old one. */
  private readonly takers = new Map<string, string>();

  constructor(
    private readonly context: Pick<RunContext, "stack" | "project" | "journal">,
    readonly all: readonly ResourceState[],
    private readonly reject: (urn: string, message: string) => never,
  ) {
    for (const state of all) if (!state.delete) this.byUrn.set(state.urn, state);
  }

  /** What a registration was before, under its own URN or an alias; nobody else can take it up then. */
  claim(urn: string, goal: Goal): ResourceState | undefined {
    const old = this.find(urn, goal);
    if (old) this.claimed.add(old);
    return old;
  }

  /** What has to go at the end: resources that no registration took up, and replaced ones. */
  leftovers(): ResourceState[] {
    return this.all.flatMap((old) => {
      const state = this.context.journal.latest(old);
      return state.delete || !this.claimed.has(old) ? [state] : [];
    });
  }

  private find(urn: string, goal: Goal): ResourceState | undefined {
    const taker = this.takers.get(urn);
    if (taker) {
      const message = `Duplicate resource URN '${urn}' conflicting with alias on resource with URN '${taker}'`;
      this.reject(urn, message);
    }
    const direct = this.byUrn.get(urn);
    if (direct) return direct;
    const { stack, project, journal } = this.context;
    for (const alias of formerUrns(goal, { stack, project, renamed: this.renamed })) {
      const old = this.byUrn.get(alias);
      if (!old) continue;
      if (this.claimed.has(old)) {
        this.reject(
          urn,
          `Duplicate resource alias '${alias}' applied to resource with URN '${urn}' ` +
            `conflicting with resource with URN '${this.takers.get(alias) ?? alias}'`,
        );
      }
      this.renamed.set(urn, alias);
      this.takers.set(alias, urn);
      journal.rename(alias, urn);
      return old;
    }
    return undefined;
  }
}
