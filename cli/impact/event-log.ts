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
export function stepsIn(file: string): PlannedStep[] {
  const steps: PlannedStep[] = [];
  for (const line of linesOf(file)) {
    const event = JSON.parse(line) as EngineEvent;
    if (event.summaryEvent) break;
    if (event.resourcePreEvent) steps.push(stepOf(event.resourcePreEvent.metadata));
  }
  return steps;
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
  ...(old && { old: stateOf(old) }),
  ...(aim && { new: stateOf(aim) }),
});

const stateOf = ({ urn, inputs = {}, retainOnDelete = false }: EventState): PlannedState => ({
  urn,
  inputs,
  retainOnDelete,
});
