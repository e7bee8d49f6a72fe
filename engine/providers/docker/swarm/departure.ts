import { setTimeout as sleep } from "node:timers/promises";

import type { NodeInfo } from "../../../../docker/node-label";
import { tasksOf } from "../../../../docker/service-tasks";
import type { Session } from "../handler";
import { isWanted, type Task } from "./tasks";

const POLL_MS = 250;
/** Swarm's own, where a service says nothing. */
const GRACE_MS = 10_000;
/** States that a task does not leave; one that is removed is soon not listed any more. */
const ENDED = new Set(["complete", "shutdown", "failed", "rejected", "orphaned"]);
/** What a node may take to report on top of it. */
const REPORT_MS = 5000;

/**
 * Waits until the tasks of a service that was removed have ended: until then they hold their ports,
 * volumes and networks, and whatever takes the service's place could meet them there. Tasks of a node
 * that is down never report; the wait has an end.
 *
 * @param ids of the tasks that ran before it was removed.
 * @param graceMs 0: Swarm's own.
 */
export async function untilGone(
  ids: readonly string[],
  graceMs: number,
  { docker, log, signal }: Session,
): Promise<void> {
  if (ids.length === 0) return;
  const deadline = Date.now() + (graceMs || GRACE_MS) + REPORT_MS;
  const filters = JSON.stringify({ id: ids });
  while (true) {
    const tasks = (await docker.listTasks({ filters })) as Task[];
    const leaving = tasks.filter(({ Status }) => !ENDED.has(Status.State));
    if (leaving.length === 0) return;
    if (Date.now() > deadline) {
      log("warning", `${leaving.length} of its tasks did not report that they have ended`);
      return;
    }
    log("info", `${leaving.length} tasks stop`, true);
    await sleep(POLL_MS, undefined, { signal });
  }
}

/**
 * Ids of the tasks that a service has now, also of those that stop already; Swarm does not find them by it
 * when it is gone.
 */
export async function taskIdsOf(service: string, { docker }: Session): Promise<string[]> {
  const tasks = await tasksOf<Task>(docker, service);
  const there = tasks.filter(({ Status }) => !ENDED.has(Status.State));
  if (there.every(isWanted)) return there.map(({ ID }) => ID);
  const nodes = (await docker.listNodes()) as NodeInfo[];
  const ready = new Set(nodes.filter(({ Status }) => Status.State === "ready").map(({ ID }) => ID));
  // What Swarm wrote off with its node never reports an end.
  const isKnown = (task: Task) => isWanted(task) || ready.has(task.NodeID ?? "");
  return there.filter(isKnown).map(({ ID }) => ID);
}
