import { expect, test } from "vitest";
import { connect } from "../../../../docker/connect";
import type { Session } from "../../../../engine/providers/docker/handler";
import { converge } from "../../../../engine/providers/docker/swarm/convergence";
import { fakeEngine } from "../../../docker/fake-engine";

const BEFORE = { State: "rollback_completed", Message: "", StartedAt: "2026-11-21T10:00:00Z" };
const NEXT = { ...BEFORE, Message: "rollback completed", StartedAt: "2026-11-21T10:01:00Z" };

/** Waits for an update whose status goes through what is given, while two tasks run. */
async function wait(...statuses: (object | undefined)[]) {
  const task = { DesiredState: "running", Status: { State: "running" } };
  const { address } = await fakeEngine({
    "GET /services/s1": () => ({
      body: {
        Spec: { Mode: { Replicated: { Replicas: 2 } } },
        UpdateStatus: statuses.length > 1 ? statuses.shift() : statuses[0],
      },
    }),
    "GET /tasks?": () => ({ body: [task, task] }),
  });
  const signal = new AbortController().signal;
  const session = { docker: connect(address), log: () => {}, signal } as unknown as Session;
  return converge("s1", { convergeConfig: { timeout: "10s" } }, session, BEFORE);
}

test.each([
  ["has still the status of the one before", BEFORE],
  ["has none", undefined],
])("an update that has not begun, and %s, is waited for", async (_, first) => {
  await expect(wait(first, { ...NEXT, State: "updating" }, NEXT)).rejects.toThrow(
    "its update did not go through: rollback completed",
  );
});

test("an update is through once it says so", async () => {
  await wait(undefined, { ...NEXT, State: "updating" }, { ...NEXT, State: "completed" });
});
