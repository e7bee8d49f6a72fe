import { isDeepStrictEqual } from "node:util";
import { isOfTheEnd } from "../../../../docker/service-tasks";
import type {
  Convergence,
  InspectedService,
  Known,
  ListedTask,
  ServiceSpec,
  TaskTemplate,
} from "./service-state";

/** More failed tasks than this in one's place, and a service is taken to be in a crash loop. */
const FAILURES_ALLOWED = 2;

/** Paused: it stays so, also when the task that failed was started again and runs. */
const SETTLED = ["", "completed", "paused"];

/** A service's label that tells what it is made of. A rollback brings back that of the version before. */
export const VERSION_LABEL = "berth.version";

const ROLLED_BACK: Readonly<Record<string, string>> = {
  rollback_completed: "was rolled back to the version before",
  rollback_paused: "could not be rolled back to the version before",
};

/** Reads off a service and its tasks how far it is. */
export function convergenceOf(
  service: InspectedService,
  tasks: readonly ListedTask[],
  { version, ended: known = new Set(), watchedSeconds }: Known = {},
): Convergence {
  const { Spec: spec } = service;
  const state = updateStateOf(service, version);
  const rolledBack = ROLLED_BACK[state];
  if (rolledBack !== undefined) {
    // The tasks of what it was rolled back to are not those that made it so.
    const bad = tasks.filter((task) => !isOf(task, spec.TaskTemplate));
    // Who asks again is told what the update before came to.
    const trouble = lastTrouble(but(known, bad)) ?? lastTrouble(bad);
    return { state: "failed", why: rolledBack, trouble, mend: "refresh" };
  }
  const meant = tasks.filter(({ DesiredState }) => DesiredState === "running");
  const current = meant.filter((task) => isOf(task, spec.TaskTemplate));
  const running = current.filter(isIn("running")).length;
  const wanted = spec.Mode?.Replicated?.Replicas ?? Math.max(1, nodesOf(tasks));
  if (running === wanted && meant.length === wanted && SETTLED.includes(state)) {
    return { state: "ready", isSure: state !== "" || !mayBeAboutToBegin(service) };
  }
  const former = meant.length - current.length;
  const failed = failureOf(service, tasks, { known, former, watchedSeconds });
  if (failed) return failed;
  return {
    state: "waiting",
    running,
    wanted,
    former,
    steps: tasks.filter((task) => !hasEnded(task) && isOf(task, spec.TaskTemplate)).map(stepOf),
    preparing: tasks.filter((task) => isIn("preparing")(task) && !isLeaving(task)),
    starting: current.find(isIn("starting")),
    trouble: lastTrouble(but(known, tasks)),
  };
}

/** That of its update; what was rolled back to what is wanted is through. */
function updateStateOf(
  { Spec: spec, UpdateStatus: update }: InspectedService,
  version?: string,
): string {
  const isWanted = version !== undefined && spec.Labels?.[VERSION_LABEL] === version;
  return update?.State === "rollback_completed" && isWanted ? "completed" : (update?.State ?? "");
}

/** How many nodes a service that runs on each of them fits, which nothing but its tasks tells. */
const nodesOf = (tasks: readonly ListedTask[]) =>
  new Set(tasks.filter((task) => !isLeaving(task)).map(({ NodeID: node }) => node)).size;

/** Whether a change may need new tasks without any task telling. */
function mayBeAboutToBegin({ Spec: spec, PreviousSpec: before }: InspectedService): boolean {
  if (before === undefined) return false;
  const hidden = ({ EndpointSpec: ports, TaskTemplate: task }: ServiceSpec) => [
    ports,
    task.Placement,
  ];
  return !isDeepStrictEqual(hidden(spec), hidden(before));
}

interface Looked extends Pick<Known, "watchedSeconds"> {
  known: ReadonlySet<string>;
  former: number;
}

/** A second in Docker's nanoseconds. */
const SECOND = 1e9;

/** Why a service that was not rolled back will not converge. */
function failureOf(
  { Spec: { TaskTemplate: template }, UpdateStatus: update }: InspectedService,
  tasks: readonly ListedTask[],
  { known, former, watchedSeconds = Number.POSITIVE_INFINITY }: Looked,
): Convergence | undefined {
  const ended = tasks.filter((task) => hasEnded(task) && isOf(task, template));
  const failed = but(known, ended);
  const trouble = lastTrouble(but(known, tasks)) ?? lastTrouble(tasks);
  // A paused update replaces no more tasks, but those that it has made are started again.
  if (update?.State === "paused" && (former > 0 || failed.length > 0)) {
    return { state: "failed", why: "stopped in the middle of an update", trouble };
  }
  if (template.RestartPolicy?.Condition === "none") {
    if (ended.length === 0 || !tasks.every(isLeaving)) return undefined;
    return { state: "failed", why: "has a task that ended", trouble, mend: "force" };
  }
  const startPeriod = template.ContainerSpec?.Healthcheck?.StartPeriod ?? 0;
  if (watchedSeconds < startPeriod / SECOND) return undefined;
  const places = new Set(failed.map(placeOf));
  const loops = [...places].filter(
    (place) => failed.filter((task) => placeOf(task) === place).length > FAILURES_ALLOWED,
  );
  if (loops.length === 0) return undefined;
  return { state: "failed", why: `has ${failed.length} tasks that ended`, trouble };
}

const but = (known: ReadonlySet<string>, tasks: readonly ListedTask[]) =>
  tasks.filter(({ ID }) => !known.has(ID));

/** What a task and its successors have in common. */
const placeOf = ({ Slot: slot, NodeID: node }: ListedTask) => String(slot || node);

const stepOf = (task: ListedTask) => `${placeOf(task)} ${task.NodeID} ${task.Status.State}`;

const isIn =
  (state: string) =>
  ({ Status }: ListedTask) =>
    Status.State === state;

/** The next one of a slot is made ready while the one before it still runs. */
const isLeaving = ({ DesiredState: state }: ListedTask) => state !== "running" && state !== "ready";

/** Whether a task of a service that is to run for ever is over; Swarm stops one that is unhealthy. */
export const hasEnded = ({ Status: { State: state } }: ListedTask) =>
  ["failed", "rejected", "complete"].includes(state);

/** The parts whose change always makes new tasks; another placement keeps those that it allows. */
const PARTS = [
  "ContainerSpec",
  "Resources",
  "RestartPolicy",
  "Networks",
  "LogDriver",
  "ForceUpdate",
] as const;

/** Whether a task runs what its service says now, as far as its specification tells: it has no ports. */
function isOf({ Spec: of }: ListedTask, template: TaskTemplate): boolean {
  return PARTS.every((part) => isDeepStrictEqual(of[part], template[part]));
}

/** What stops as it is told to may say something, which is no trouble. */
const isTroubled = (task: ListedTask) =>
  !isOfTheEnd(task.Status.Err) &&
  (hasEnded(task) || (task.DesiredState === "running" && Boolean(task.Status.Err)));

/** The task that failed last, or one that nobody runs; undefined where all is well. */
function lastTrouble(tasks: readonly ListedTask[]): ListedTask | undefined {
  const time = ({ Status }: ListedTask) => Date.parse(Status.Timestamp ?? "") || 0;
  const troubled = tasks.filter(isTroubled);
  return troubled.sort((one, other) => time(other) - time(one))[0];
}

/** Swarm stops a task that is unhealthy, and says so only where its exit code is another than 0. */
export const mayBeUnhealthy = ({ Status: { State: state, Err: words } }: ListedTask) =>
  state === "complete" || words?.includes("unhealthy") === true;

/** What a task says of itself. */
export function troubleOf({ Status: status }: ListedTask): string {
  if (status.State === "complete") return "stopped with exit code 0, as when it is unhealthy";
  const code = status.ContainerStatus?.ExitCode;
  const words = status.Err ?? status.State;
  return code && !words.includes(String(code)) ? `${words} (exit code ${code})` : words;
}
