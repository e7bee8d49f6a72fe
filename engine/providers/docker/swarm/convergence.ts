import { setTimeout as sleep } from "node:timers/promises";

import { UserError } from "../../../errors";
import { parseDuration } from "../durations";
import type { Session } from "../handler";
import type { ServiceInputs } from "./service-fields";
import type { ServiceInfo, UpdateStatus } from "./service-info";

const POLL_MS = 500;
/** An update that changes no task never starts. */
const UPDATE_STARTS_MS = 3000;
/** The status of a service that has only been created. */
export const NO_UPDATE: UpdateStatus = { State: "", Message: "" };
const FAILED_UPDATES = ["paused", "rollback_completed", "rollback_paused"];

interface Task {
  Slot?: number;
  DesiredState: string;
  Status: { State: string; Err?: string };
}

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
  while (true) {
    const service = (await docker.getService(id).inspect()) as ServiceInfo;
    const { State: update, Message: message, StartedAt } = service.UpdateStatus ?? NO_UPDATE;
    const isOld = before !== undefined && StartedAt === before.StartedAt;
    if (isOld && Date.now() - begun < UPDATE_STARTS_MS) {
      await sleep(POLL_MS, undefined, { signal });
      continue;
    }
    if (!isOld && FAILED_UPDATES.includes(update)) {
      throw new UserError(
        `its update did not go through: ${message}\n${await lastErrors(id, session)}`,
      );
    }
    const filters = { service: [id], "desired-state": ["running"] };
    const tasks = (await docker.listTasks({ filters: JSON.stringify(filters) })) as Task[];
    const running = tasks.filter((task) => task.Status.State === "running").length;
    const wanted = service.Spec.Mode?.Replicated?.Replicas ?? Math.max(1, tasks.length);
    const settled = update === "" || update === "completed";
    if (running === wanted && tasks.length === wanted && settled) return;
    log("info", `${running} of ${wanted} tasks run`, true);
    if (Date.now() - begun > timeoutMs) {
      const errors = await lastErrors(id, session);
      throw new UserError(
        `${running} of ${wanted} tasks ran after ${timeoutMs / 1000} s\n${errors}`,
      );
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function lastErrors(id: string, { docker }: Session): Promise<string> {
  const filters = JSON.stringify({ service: [id] });
  const tasks = (await docker.listTasks({ filters })) as Task[];
  const errors = new Set(tasks.map(({ Status }) => Status.Err).filter(Boolean));
  const shown = [...errors].slice(-5).map((error) => `task: ${error}`);
  return shown.length > 0
    ? shown.join("\n")
    : "No task reports an error; are there nodes that fit?";
}
