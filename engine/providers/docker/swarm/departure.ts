import { setTimeout as sleep } from "node:timers/promises";

import type { Session } from "../handler";
import type { Task } from "./tasks";

const POLL_MS = 250;
/** Swarm's own, where a service says nothing. */
const GRACE_MS = 10_000;
/** What a node may take to report on top of it. */
const REPORT_MS = 5000;

/**
 * Waits until the tasks of a service that was removed have ended: until then they hold their ports,
 * volumes and networks, and whatever takes the service's place could meet them there. Tasks of a node
 * that is down never report; the wait has an end.
 *
 * @param graceMs 0: Swarm's own.
 */
export async function untilGone(service: string, graceMs: number, session: Session): Promise<void> {
  const { docker, log, signal } = session;
  const deadline = Date.now() + (graceMs || GRACE_MS) + REPORT_MS;
  // The tasks of a service that is gone are not found by its id.
  const filters = JSON.stringify({ "desired-state": ["remove"] });
  while (true) {
    const leaving = ((await docker.listTasks({ filters })) as Task[]).filter(
      ({ ServiceID }) => ServiceID === service,
    );
    if (leaving.length === 0) return;
    if (Date.now() > deadline) {
      log("warning", `${leaving.length} of its tasks did not report that they have ended`);
      return;
    }
    log("info", `${leaving.length} tasks stop`, true);
    await sleep(POLL_MS, undefined, { signal });
  }
}
