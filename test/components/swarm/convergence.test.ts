import { describe, expect, test } from "vitest";
import {
  convergenceOf,
  type ServiceInfo,
  type TaskInfo,
  troubleOf,
} from "../../../components/swarm/convergence";

const OLD = { ContainerSpec: { Image: "widgets:1" }, ForceUpdate: 0 };
const NEW = { ContainerSpec: { Image: "widgets:2" }, ForceUpdate: 0 };

const service = (replicas: number | undefined, state?: string, policy = "any"): ServiceInfo => ({
  Spec: {
    Mode: replicas === undefined ? {} : { Replicated: { Replicas: replicas } },
    TaskTemplate: { ...NEW, RestartPolicy: { Condition: policy } },
  },
  UpdateStatus: state === undefined ? undefined : { State: state },
});

let tasks = 0;
const task = (State: string, given: Partial<TaskInfo> = {}, Err?: string): TaskInfo => ({
  ID: `task-${++tasks}`,
  DesiredState: "running",
  Spec: NEW,
  ...given,
  Status: { State, Err, Timestamp: new Date(tasks * 1000).toISOString(), ...given.Status },
});
const running = () => task("running");
const gone = { DesiredState: "shutdown" };

describe("a service has converged", () => {
  test("when all of its tasks run", () => {
    expect(convergenceOf(service(2), [running(), running()])).toEqual({ state: "ready" });
  });

  test("when its update is through, whatever became of earlier tasks", () => {
    const before = [task("shutdown", { ...gone, Spec: OLD }), task("failed", gone, "exit 1")];
    const all = [running(), ...before];
    expect(convergenceOf(service(1, "completed"), all)).toEqual({ state: "ready" });
  });

  test("when each node that it fits has its task", () => {
    expect(convergenceOf(service(undefined), [running(), running()])).toEqual({ state: "ready" });
  });
});

describe("a service has not converged", () => {
  const waiting = { state: "waiting", former: 0, trouble: undefined };

  test("while a task starts, which goes on until it is healthy", () => {
    const found = convergenceOf(service(2), [running(), task("starting")]);
    expect(found).toEqual({ ...waiting, running: 1, wanted: 2 });
  });

  test("while the update is at work, even where enough tasks run", () => {
    const found = convergenceOf(service(1, "updating"), [running()]);
    expect(found).toEqual({ ...waiting, running: 1, wanted: 1 });
  });

  test("when Swarm has not begun with an update yet", () => {
    const found = convergenceOf(service(1), [task("running", { Spec: OLD })]);
    expect(found).toEqual({ ...waiting, running: 0, wanted: 1, former: 1 });
  });

  test("while there are more tasks than wanted", () => {
    expect(convergenceOf(service(1), [running(), running()])).toMatchObject({ state: "waiting" });
  });

  test("while no node fits, and it says why", () => {
    const stuck = task("pending", {}, "no suitable node (scheduling constraints not satisfied)");
    expect(convergenceOf(service(1), [stuck])).toMatchObject({ running: 0, trouble: stuck });
  });

  test("and a task that crashed before is no trouble of now", () => {
    const before = task("failed", gone, "exit 1");
    const found = convergenceOf(service(1), [before, task("starting")], new Set([before.ID]));
    expect(found).toEqual({ ...waiting, running: 0, wanted: 1 });
  });
});

describe("a service cannot converge", () => {
  test.each([
    ["rollback_completed", "was rolled back to the version before"],
    ["rollback_paused", "could not be rolled back to the version before"],
    ["paused", "stopped in the middle of an update"],
  ])("once its update is %s", (state, why) => {
    const isBack = state !== "paused";
    const badly = { ...gone, Spec: isBack ? OLD : NEW };
    const bad = task("failed", badly, "task: non-zero exit (3)");
    const later = task("failed", badly, "error while removing network: unknown network data id 1");
    const all = [running(), bad, later, ...(isBack ? [task("failed", gone, "exit 1")] : [])];
    const found = convergenceOf(service(1, state), all, new Set([bad.ID]));
    expect(found).toEqual({ state: "failed", why, trouble: bad });
  });

  test("when its tasks end over and over", () => {
    const ended = [task("failed", gone), task("complete", gone), task("rejected", gone)];
    expect(convergenceOf(service(1), [...ended, task("starting")])).toMatchObject({
      state: "failed",
      why: "has 3 tasks that ended",
      trouble: ended[2],
    });
  });

  test("when its only task has ended, and is not started again", () => {
    const found = convergenceOf(service(1, undefined, "none"), [task("failed", gone)]);
    expect(found).toMatchObject({ state: "failed", why: "has a task that ended" });
  });
});

test("what a task says of itself", () => {
  const code = (ExitCode: number, Err?: string) =>
    troubleOf(task("failed", { Status: { State: "failed", Err, ContainerStatus: { ExitCode } } }));
  expect(code(3, "task: non-zero exit (3)")).toBe("task: non-zero exit (3)");
  expect(code(137, "killed")).toBe("killed (exit code 137)");
  expect(code(1)).toBe("failed (exit code 1)");
  expect(troubleOf(task("complete"))).toBe("stopped with exit code 0, as when it is unhealthy");
});
