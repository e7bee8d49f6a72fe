import { isAlwaysTargeted } from "../plan/targets";
import { dependenciesOf, type ResourceState } from "../resource/state";
import { parseProviderRef } from "../resource/urn";
import type { RunOptions } from "./context";

/** What of a program takes part in a run that is limited to targets. */
export class TargetLimits {
  /** Targets so far, with what depends on them where that is wanted. */
  private readonly targeted = new Set<string>();
  /** Left out though they do not exist: nothing may depend on them. */
  private readonly skipped = new Set<string>();

  constructor(
    private readonly options: Pick<RunOptions, "targets" | "targetDependents" | "replace">,
  ) {}

  /** Whether a resource takes part: what depends on a target may have to as well. */
  includes(next: ResourceState): boolean {
    const { targets, replace } = this.options;
    const { urn } = next;
    if (!targets.limited) return true;
    if (targets.has(urn) || this.followsTarget(next)) {
      this.targeted.add(urn);
      return true;
    }
    return isAlwaysTargeted(urn) || replace.names(urn);
  }

  private followsTarget(next: ResourceState): boolean {
    return this.options.targetDependents && neededBy(next).some((urn) => this.targeted.has(urn));
  }

  /** Leaves out a resource that does not exist. */
  skip(urn: string): void {
    this.skipped.add(urn);
  }

  /** What a resource needs and will not be there. */
  missingFor(next: ResourceState): string[] {
    return dependenciesOf(next).filter((urn) => this.skipped.has(urn));
  }
}

/** Everything that a resource needs, its provider too. */
export function neededBy(state: ResourceState): string[] {
  const needed = [...dependenciesOf(state)];
  if (state.provider) needed.push(parseProviderRef(state.provider).urn);
  return needed;
}
