import { readFileSync } from "node:fs";
import type { PlannedState, PlannedStep } from "../../shared/planned-step";

/** A step's part of an event, as the official CLI writes it: https://www.pulumi.com/docs/iac/automation-api/concepts-terminology/ */
interface EventState {
  urn: string;
  inputs?: Record<string, unknown>;
  retainOnDelete?: boolean;
}

interface EngineEvent {
  resourcePreEvent?: {
    metadata: {
      op: string;
      urn: string;
      diffs?: string[] | null;
      old?: EventState | null;
      new?: EventState | null;
    };
  };
  summaryEvent?: object;
}

/** The steps of the first run in a file of `--event-log`: of the preview, unless it was left out. */
export const stepsIn = (file: string): PlannedStep[] => planIn(file).steps;

/** Those steps, and whether no more of them will come. */
function planIn(file: string): { steps: PlannedStep[]; isWhole: boolean } {
  const steps: PlannedStep[] = [];
  for (const line of linesOf(file)) {
    const event = JSON.parse(line) as EngineEvent;
    if (event.summaryEvent) return { steps, isWhole: true };
    if (event.resourcePreEvent) steps.push(stepOf(event.resourcePreEvent.metadata));
  }
  return { steps, isWhole: false };
}

const LOOK_MS = 100;

/**
 * Looks at a plan while it is written into a file, and acts once where it is of a kind.
 *
 * @returns what ends it.
 */
export function watchPlan(
  file: string,
  isMeant: (steps: readonly PlannedStep[]) => boolean,
  act: () => void,
): () => void {
  const timer = setInterval(() => {
    const { steps, isWhole } = planIn(file);
    const isNow = isMeant(steps);
    if (isNow || isWhole) clearInterval(timer);
    if (isNow) act();
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** A run that was cut off may have left half a line; one that failed at once, no file. */
function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").slice(0, -1);
  } catch {
    return [];
  }
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

const stepOf = ({ op, urn, diffs, old, new: aim }: Metadata): PlannedStep => ({
  op,
  urn,
  diffs: diffs ?? [],
  ...(old && { old: plannedStateOf(old) }),
  ...(aim && { new: plannedStateOf(aim) }),
});

const plannedStateOf = ({
  urn,
  inputs = {},
  retainOnDelete = false,
}: EventState): PlannedState => ({
  urn,
  inputs,
  retainOnDelete,
});
