import { neededBy } from "../plan/graph";
import { isAlwaysTargeted } from "../plan/targets";
import { dependenciesOf, type ResourceState } from "../resource/state";
import type { RunOptions } from "./context";

type LimitOptions = Pick<
  RunOptions,
  "targets" | "targetDependents" | "excludes" | "excludeDependents" | "replace"
>;

/** What of a program takes part in a run that is limited to targets. */
export class TargetLimits {
  /** Targets so far, with what depends on them where that is wanted. */
  private readonly targeted = new Set<string>();
  /** Left out though they do not exist: nothing may depend on them. */
  private readonly skipped = new Set<string>();
  /** Excluded so far, with what depends on them where that is wanted. */
  private readonly excluded = new Set<string>();

  constructor(private readonly options: LimitOptions) {}

  /** Whether a resource takes part: what depends on a target may have to as well. */
  includes(next: ResourceState): boolean {
    const { targets, replace } = this.options;
    const { urn } = next;
    if (!targets.limited) return isAlwaysTargeted(urn) || !this.excludes(next);
    if (targets.has(urn) || this.followsTarget(next)) {
      this.targeted.add(urn);
      return true;
    }
    return isAlwaysTargeted(urn) || replace.names(urn);
  }

  /** Whether a resource is read again. */
  isRefreshed(state: ResourceState): boolean {
    return this.options.targets.has(state.urn) && !this.excludes(state);
  }

  private excludes(state: ResourceState): boolean {
    const { excludes, excludeDependents } = this.options;
    const isNamed = excludes.names(state.urn);
    const follows = () => neededBy(state).some((urn) => this.excluded.has(urn));
    if (!isNamed && !(excludeDependents && follows())) return false;
    this.excluded.add(state.urn);
    return true;
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
