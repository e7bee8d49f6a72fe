import { setTimeout as sleep } from "node:timers/promises";

import { tasksOf } from "../../../../docker/service-tasks";
import { UserError } from "../../../errors";
import { parseDuration } from "../durations";
import type { Session } from "../handler";
import type { ServiceInputs } from "./service-fields";
import type { ServiceInfo, UpdateStatus } from "./service-info";
import { isWanted, lastErrors, type Task } from "./tasks";

const POLL_MS = 500;
/** An update that changes no task never starts. */
const UPDATE_STARTS_MS = 3000;
/** The status of a service that has only been created. */
export const NO_UPDATE: UpdateStatus = { State: "", Message: "" };
const FAILED_UPDATES = ["paused", "rollback_completed", "rollback_paused"];
const ROLLING_BACK = "rollback_started";

/**
 * Waits until every task of a service runs, or fails with what the tasks say. `before` is the status
 * of the update before this one, whose success says nothing yet.
 */
export async function converge(
  id: string,
  inputs: ServiceInputs,
  session: Session,
  before?: UpdateStatus,
): Promise<void> {
  if (!inputs.convergeConfig) return;
  const { docker, log, signal } = session;
  const timeoutMs = parseDuration(inputs.convergeConfig.timeout ?? "3m") / 1e6;
  const begun = Date.now();
  let shown = "";
  let since: string | undefined;
  while (true) {
    const service = (await docker.getService(id).inspect()) as ServiceInfo;
    since ??= before && service.UpdatedAt;
    const tasks = await tasksOf<Task>(docker, id);
    const errors = lastErrors(tasks, since);
    const progress = progressOf(service, tasks);
    const { State: state, Message: message, StartedAt } = service.UpdateStatus ?? NO_UPDATE;
    // An update takes the status of the one before away, and has none until it has begun.
    const isOld =
      before !== undefined && (StartedAt === undefined || StartedAt === before.StartedAt);
    if (!isOld && FAILED_UPDATES.includes(state)) {
      throw new UserError([`its update did not go through: ${message}`, ...errors].join("\n"));
    }
    const mayStart = isOld && Date.now() - begun < UPDATE_STARTS_MS;
    const settled = isOld || state === "" || state === "completed";
    if (settled && progress.isDone && !mayStart) return;
    if (Date.now() - begun > timeoutMs) {
      const reasons = errors.length > 0 ? errors : ["No task reports an error."];
      const what = `${progress.counts} ran after ${timeoutMs / 1000} s`;
      throw new UserError([what, ...reasons].join("\n"));
    }
    const back = state === ROLLING_BACK ? ["it is rolled back"] : [];
    const line = [`${progress.counts} run`, ...back, ...errors.slice(0, 1)].join("; ");
    if (line !== shown) log("info", line, true);
    shown = line;
    await sleep(POLL_MS, undefined, { signal });
  }
}

function progressOf(service: ServiceInfo, tasks: readonly Task[]) {
  const wanted = tasks.filter(isWanted);
  const running = wanted.filter(({ Status }) => Status.State === "running").length;
  const count = service.Spec.Mode?.Replicated?.Replicas ?? Math.max(1, wanted.length);
  return {
    isDone: running === count && wanted.length === count,
    counts: `${running} of ${count} tasks`,
  };
}
