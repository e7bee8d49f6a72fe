import { isDeepStrictEqual } from "node:util";
import { loadProject } from "../config/project";
import { UserError } from "../errors";
import type { RunContext } from "../execute/context";
import type { RunEvent } from "../execute/events";
import type { RunResult } from "../execute/run";
import type { Program } from "../protocol/program";
import { contains, UNKNOWN } from "../resource/value";
import type { Snapshot } from "../state/deployment";
import type { Invocation } from "./flags";
import type { StackSession } from "./session";

/** What a preview came to, for the update after it. */
export interface Findings {
  /** Waits to be asked what has changed since. */
  program: Program;
  events: readonly RunEvent[];
  /** The state as the run began. */
  start: Snapshot;
  /** The state as an update would leave it. */
  end: Snapshot;
}

/** Flags that make an update do something else than what its preview had shown unchanged. */
const ASKING_FOR_MORE = ["refresh", "replace", "target", "target-replace", "clear-pending-creates"];

/** Whether a run has something to do. */
export const isChange = (event: RunEvent): boolean =>
  event.kind === "step-failed" || (event.kind === "step-started" && event.step.action !== "same");

/** Whether a preview found nothing to do, so that an update could not come to anything else. */
export function foundNothing(
  { events, start, end }: Omit<Findings, "program">,
  { has, list }: Pick<Invocation, "has" | "list">,
): boolean {
  if (ASKING_FOR_MORE.some((flag) => has(flag) || list(flag).length > 0)) return false;
  if (events.some((event) => isChange(event) || isError(event))) return false;
  // One that was half made is made right by an update, whatever its program says of it.
  const isHalf = start.resources.some(
    ({ initErrors, delete: gone }) => gone || initErrors.length > 0,
  );
  if (isHalf || start.pending.length > 0) return false;
  const isKnown = ({ inputs, outputs }: Snapshot["resources"][number]) =>
    ![inputs, outputs].some((values) => contains(values, (value) => value === UNKNOWN));
  return end.resources.length === start.resources.length && end.resources.every(isKnown);
}

const isError = (event: RunEvent): boolean => event.kind === "log" && event.severity === "error";

/**
 * What has changed since a preview looked at it, or cannot be known; undefined where all is as it was.
 *
 * @throws UserError where a state has changed, in spite of the lock: a run of this command would undo it.
 */
export async function changeSince(
  { program }: Findings,
  { backend, file, project }: StackSession,
): Promise<string | undefined> {
  const [state, isSameFile, known, other] = await Promise.all([
    backend.changeSinceRead(),
    file.isAsRead(),
    loadProject(project.root),
    program.changeSince(),
  ]);
  if (state) throw new UserError(`${state} since the preview; nothing was changed: run it again`);
  if (!isSameFile) return `${file.path} has changed`;
  if (!isDeepStrictEqual(known, project)) return "the project has changed";
  return other;
}

/** Does what an update without changes does, without its program. */
export async function takeOver(
  { events }: Findings,
  { journal, emit }: RunContext,
): Promise<RunResult> {
  for (const event of events) if (event.kind !== "log" || !event.ephemeral) emit(event);
  journal.keepRest();
  await journal.flush();
  return { failed: false, stepFailed: false };
}
