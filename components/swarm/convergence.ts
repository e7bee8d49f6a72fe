import { isDeepStrictEqual } from "node:util";
import { isOfTheEnd } from "../../docker/service-tasks";

/** The parts of a service's inspection that tell whether it has converged. */
export interface ServiceInfo {
  Spec: {
    Mode?: { Replicated?: { Replicas?: number } };
    TaskTemplate: TaskTemplate;
  };
  UpdateStatus?: { State?: string; Message?: string };
}

/** What a task is made of; other parts of it Swarm changes without a new task. */
interface TaskTemplate {
  ContainerSpec?: object;
  Resources?: object;
  Networks?: object;
  LogDriver?: object;
  ForceUpdate?: number;
  RestartPolicy?: { Condition?: string };
}

/** The parts of a task's inspection that tell how it is. */
export interface TaskInfo {
  ID: string;
  NodeID?: string;
  DesiredState: string;
  Spec: TaskTemplate;
  Status: {
    Timestamp?: string;
    State: string;
    Err?: string;
    ContainerStatus?: { ContainerID?: string; ExitCode?: number };
  };
}

/** How far a service is. */
export type Convergence =
  | { state: "ready" }
  | {
      state: "waiting";
      running: number;
      wanted: number;
      /** Tasks of the version before. */
      former: number;
      trouble: TaskInfo | undefined;
    }
  | { state: "failed"; why: string; trouble: TaskInfo | undefined };

/** More failed tasks than this, and a service is taken to be in a crash loop. */
const FAILURES_ALLOWED = 2;

const SETTLED = ["", "completed"];

const ENDED_BADLY: Readonly<Record<string, string>> = {
  paused: "stopped in the middle of an update",
  rollback_completed: "was rolled back to the version before",
  rollback_paused: "could not be rolled back to the version before",
};

/**
 * Reads off a service and its tasks how far it is.
 *
 * @param known ids of tasks that had ended before anybody waited: what made them end may be mended.
 */
export function convergenceOf(
  { Spec: spec, UpdateStatus: update }: ServiceInfo,
  tasks: readonly TaskInfo[],
  known: ReadonlySet<string> = new Set(),
): Convergence {
  const trouble = lastTrouble(tasks.filter(({ ID }) => !known.has(ID)));
  const state = update?.State ?? "";
  const end = ENDED_BADLY[state];
  if (end !== undefined) {
    // The tasks of what it was rolled back to are not those that made it so.
    const isBack = state.startsWith("rollback");
    const to = tasks.filter((task) => !isBack || !isOf(task, spec.TaskTemplate));
    const now = to.filter(({ ID }) => !known.has(ID));
    // Who asks again is told what the update before came to.
    return { state: "failed", why: end, trouble: lastTrouble(now) ?? lastTrouble(to) };
  }
  const meant = tasks.filter(({ DesiredState }) => DesiredState === "running");
  const current = meant.filter((task) => isOf(task, spec.TaskTemplate));
  const running = current.filter(({ Status }) => Status.State === "running").length;
  const wanted = spec.Mode?.Replicated?.Replicas ?? Math.max(1, current.length);
  const isSettled = SETTLED.includes(state) && meant.length === wanted;
  if (running === wanted && isSettled) return { state: "ready" };
  const failed = tasks.filter(
    (task) => hasEnded(task) && !known.has(task.ID) && isOf(task, spec.TaskTemplate),
  );
  const isFinal = spec.TaskTemplate.RestartPolicy?.Condition === "none";
  if (failed.length > (isFinal ? 0 : FAILURES_ALLOWED * wanted)) {
    const why =
      failed.length === 1 ? "has a task that ended" : `has ${failed.length} tasks that ended`;
    return { state: "failed", why, trouble };
  }
  return { state: "waiting", running, wanted, former: meant.length - current.length, trouble };
}

/** Whether a task of a service that is to run for ever is over; Swarm stops one that is unhealthy. */
export const hasEnded = (task: TaskInfo) => isFailed(task) || task.Status.State === "complete";

export const isFailed = ({ Status: { State: state } }: TaskInfo) =>
  state === "failed" || state === "rejected";

/** Whether a task runs what its service says now. */
function isOf({ Spec: of }: TaskInfo, template: TaskTemplate): boolean {
  const parts = ["ContainerSpec", "Resources", "Networks", "LogDriver", "ForceUpdate"] as const;
  return parts.every((part) => isDeepStrictEqual(of[part], template[part]));
}

/** What stops as it is told to may say something, which is no trouble. */
const isTroubled = (task: TaskInfo) =>
  !isOfTheEnd(task.Status.Err) &&
  (hasEnded(task) || (task.DesiredState === "running" && Boolean(task.Status.Err)));

/** The task that failed last, or one that nobody runs; undefined where all is well. */
function lastTrouble(tasks: readonly TaskInfo[]): TaskInfo | undefined {
  const time = ({ Status }: TaskInfo) => Date.parse(Status.Timestamp ?? "") || 0;
  const troubled = tasks.filter(isTroubled);
  return troubled.sort((one, other) => time(other) - time(one))[0];
}

/** Swarm stops a task that is unhealthy, and says so only where its exit code is another than 0. */
export const mayBeUnhealthy = ({ Status: { State: state, Err: words } }: TaskInfo) =>
  state === "complete" || words?.includes("unhealthy") === true;

/** What a task says of itself. */
export function troubleOf({ Status: status }: TaskInfo): string {
  if (status.State === "complete") return "stopped with exit code 0, as when it is unhealthy";
  const code = status.ContainerStatus?.ExitCode;
  const words = status.Err ?? status.State;
  return code && !words.includes(String(code)) ? `${words} (exit code ${code})` : words;
}
