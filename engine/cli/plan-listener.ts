import type { PlannedStep } from "../../shared/planned-step";
import type { RunEvent } from "../execute/events";
import { subject } from "../plan/step";
import type { ResourceState } from "../resource/state";

/**
 * Is told what a preview plans, before anybody is asked whether to go on.
 *
 * @throws UserError where the command is to end there.
 */
export type PlanListener = (
  steps: readonly PlannedStep[],
  print: (line: string) => void,
) => void | Promise<void>;

let listener: PlanListener | undefined;

/** Has a program that runs the engine in its own process listen to the plans of previews. */
export function listenToPlans(listens: PlanListener): void {
  listener = listens;
}

/** Tells who listens of a preview without a failure. */
export async function tellPlan(
  events: readonly RunEvent[],
  print: (line: string) => void,
): Promise<void> {
  await listener?.(plannedSteps(events), print);
}

/** The steps of a preview, in the words of Pulumi's engine events. */
function plannedSteps(events: readonly RunEvent[]): PlannedStep[] {
  return events.flatMap((event) => {
    if (event.kind !== "step-started") return [];
    const { step } = event;
    const old = "old" in step && step.old;
    return {
      op: step.action,
      urn: subject(step).urn,
      diffs: "diff" in step ? step.diff.diffs : [],
      ...(old && { old: plannedStateOf(old) }),
      ...("new" in step && { new: plannedStateOf(step.new) }),
    };
  });
}

const plannedStateOf = ({ urn, inputs, retainOnDelete }: ResourceState) => ({
  urn,
  inputs,
  retainOnDelete,
});
