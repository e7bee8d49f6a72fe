import { isDeepStrictEqual } from "node:util";
import { loadProject } from "../config/project";
import { UserError } from "../errors";
import type { RunContext } from "../execute/context";
import type { RunEvent } from "../execute/events";
import type { RunResult } from "../execute/run";
import type { Program } from "../protocol/program";
import { isAsset } from "../resource/asset";
import type { ResourceState } from "../resource/state";
import { parseUrn } from "../resource/urn";
import { contains, isMap, Secret, UNKNOWN, type Value } from "../resource/value";
import type { Snapshot } from "../state/deployment";
import type { Journal } from "../state/journal";
import type { Invocation } from "./flags";
import type { StackSession } from "./session";

/** What a preview came to, for the update after it. */
export interface Findings {
  /** Waits to be asked what has changed since. */
  program: Program;
  /** A provider's function that the program asked for. */
  asked?: string;
  events: readonly RunEvent[];
  /** The state as the run began. */
  start: Snapshot;
  /** The state as an update would leave it. */
  end: Snapshot;
}

/** Flags that make an update do something else than what its preview had shown unchanged. */
const ASKING_FOR_MORE = [
  "refresh",
  "replace",
  "target",
  "target-replace",
  "exclude",
  "clear-pending-creates",
];

/** Whether a run has something to do. */
export const isChange = (event: RunEvent): boolean =>
  event.kind === "step-failed" || (event.kind === "step-started" && event.step.action !== "same");

/** Whether a preview found nothing to do, so that an update could not come to anything else. */
export function foundNothing(
  { events, start, end }: Pick<Findings, "events" | "start" | "end">,
  { has, list }: Pick<Invocation, "has" | "list">,
): boolean {
  if (ASKING_FOR_MORE.some((flag) => has(flag) || list(flag).length > 0)) return false;
  if (events.some((event) => isChange(event) || isError(event))) return false;
  // One that was half made is made right by an update, whatever its program says of it.
  const isHalf = start.resources.some(
    ({ initErrors, delete: gone }) => gone || initErrors.length > 0,
  );
  if (isHalf || start.pending.length > 0) return false;
  const isSettled = (state: ResourceState) =>
    !readsFolder(state) && ![state.inputs, state.outputs].some((it) => contains(it, isOpen));
  return end.resources.length === start.resources.length && end.resources.every(isSettled);
}

/** Files of assets are read by the engine, and nobody looks at them again. */
const isOpen = (value: Value) => value === UNKNOWN || isAsset(value);

/** So is what an image is built of, but for a copy of what the program has looked at. */
function readsFolder({ type, inputs }: ResourceState): boolean {
  if (type !== IMAGE_TYPE) return false;
  const build = inputs.build instanceof Secret ? inputs.build.value : inputs.build;
  return !isMap(build) || typeof build.context !== "string" || !COPY.test(build.context);
}

const IMAGE_TYPE = "docker:index/image:Image";
/** In Berth's own work folder. */
const COPY = /(^|[\\/])\.berth[\\/]/;

const isError = (event: RunEvent): boolean => event.kind === "log" && event.severity === "error";

/**
 * What has changed since a preview looked at it, or cannot be known; undefined where all is as it was.
 *
 * @throws UserError where a state has changed, in spite of the lock: a run of this command would undo it.
 */
export async function changeSince(
  { program, asked }: Pick<Findings, "program" | "asked">,
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
  return asked === undefined ? other : `the program asked for ${asked}`;
}

/** Does what an update without changes does, without its program. */
export async function takeOver(
  { events, start }: Pick<Findings, "events" | "start">,
  { journal, emit }: Pick<RunContext, "journal" | "emit">,
): Promise<RunResult> {
  for (const event of events) if (event.kind !== "log" || !event.ephemeral) emit(event);
  journal.keepRest();
  leaveIgnored(start, journal);
  await journal.flush();
  return { failed: false, stepFailed: false };
}

/**
 * Berth's components ask for some `ignoreChanges` in a preview only, where they know less: those are not
 * the update's. Another program that asks whether it is a preview runs again.
 */
function leaveIgnored(start: Snapshot, journal: Journal): void {
  const before = new Map(start.resources.map((state) => [state.urn, state.ignoreChanges]));
  for (const state of journal.snapshot().resources) {
    const ignoreChanges = before.get(state.urn);
    if (!ignoreChanges || !/\bberth:/.test(parseUrn(state.urn).qualifiedType)) continue;
    if (!isDeepStrictEqual(ignoreChanges, state.ignoreChanges)) {
      journal.swap(state, { ...state, ignoreChanges });
    }
  }
}
