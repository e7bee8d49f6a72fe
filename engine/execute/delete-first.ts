import { decide, deletionObstacle } from "../plan/decide";
import { cascadeOf } from "../plan/graph";
import { optionsOf, replacement } from "../plan/registration";
import type { Step } from "../plan/step";
import type { DiffResult } from "../providers/provider";
import type { ResourceState } from "../resource/state";
import { diffResource, unknownWhere } from "./ask";
import type { RunContext } from "./context";

/** What a delete-first replacement needs to know of the run so far. */
export interface DeleteFirstContext {
  run: RunContext;
  /** The resources of the last run. */
  previous: readonly ResourceState[];
  /** URNs of resources whose fate is decided already. */
  registered: ReadonlySet<string>;
  /** Told of each resource that goes too, and of the properties that it would be replaced for. */
  condemn(urn: string, keys: string[]): void;
  /** Ends the registration because of this resource. */
  reject(urn: string, message: string): never;
}

/** A replacement that begins with deletions: of all that would be replaced too, then of the resource. */
export async function deleteFirst(
  old: ResourceState,
  next: ResourceState,
  diff: DiffResult,
  context: DeleteFirstContext,
): Promise<Step[]> {
  const steps: Step[] = [];
  const current = context.previous.filter((state) => !state.delete);
  const cascade = await cascadeOf(old, current, context.registered, async (state, changed) => {
    const asked = await diffResource({ ...state }, unknownWhere(state, changed), context.run);
    const verdict = decide({ old: state, new: state, diff: asked, ...optionsOf(state) });
    return verdict.kind === "replace" ? verdict.diff.replaces : [];
  });
  for (const { resource, keys } of cascade.reverse()) {
    if (deletionObstacle(resource)) {
      context.reject(
        resource.urn,
        `unable to replace resource "${resource.urn}" as part of replacing "${old.urn}" as it is ` +
          "currently marked for protection",
      );
    }
    context.condemn(resource.urn, keys);
    if (!resource.pendingReplacement) {
      steps.push({ action: "delete-replaced", old: resource, beforeReplace: true });
    }
  }
  // One that was deleted by a run that failed later only has to be created again.
  if (!old.pendingReplacement) {
    steps.push({ action: "delete-replaced", old, beforeReplace: true });
  }
  return [...steps, ...replacement(old, next, diff, false)];
}
