import { describe, expect, test } from "vitest";
import type {
  InspectedService,
  ListedTask,
} from "../../../components/platforms/swarm/wait/service-state";
import { convergenceOf, troubleOf } from "../../../components/platforms/swarm/wait/service-verdict";

const RestartPolicy = { Condition: "any" };
const OLD = { ContainerSpec: { Image: "widgets:1" }, RestartPolicy, ForceUpdate: 0 };
const NEW = { ContainerSpec: { Image: "widgets:2" }, RestartPolicy, ForceUpdate: 0 };
const FINAL = { ...NEW, RestartPolicy: { Condition: "none" } };

const service = (
  replicas: number | undefined,
  state?: string,
  template = NEW,
): InspectedService => ({
  Spec: {
    Mode: replicas === undefined ? {} : { Replicated: { Replicas: replicas } },
    TaskTemplate: template,
  },
  UpdateStatus: state === undefined ? undefined : { State: state },
});

let tasks = 0;
const task = (State: string, given: Partial<ListedTask> = {}, Err?: string): ListedTask => ({
  ID: `task-${++tasks}`,
  DesiredState: "running",
  Spec: NEW,
  ...given,
  Status: { State, Err, Timestamp: new Date(tasks * 1000).toISOString(), ...given.Status },
});
const running = () => task("running");
const gone = { DesiredState: "shutdown" };

describe("a service has converged", () => {
  const READY = { state: "ready", isSure: true };

  test("when all of its tasks run", () => {
    expect(convergenceOf(service(2), [running(), running()])).toEqual(READY);
  });

  test("when its update is through, whatever became of earlier tasks", () => {
    const before = [task("shutdown", { ...gone, Spec: OLD }), task("failed", gone, "exit 1")];
    const all = [running(), ...before];
    expect(convergenceOf(service(1, "completed"), all)).toEqual(READY);
  });

  test("when each node that it fits has its task", () => {
    const all = ["n1", "n2"].map((NodeID) => task("running", { NodeID }));
    expect(convergenceOf(service(undefined), all)).toEqual(READY);
  });
});

test("a service that runs on each node is to have as many tasks as before it was changed", () => {
  const before = ["n1", "n2"].map((NodeID) => task("running", { NodeID, Spec: OLD }));
  const next = task("preparing", { NodeID: "n3", DesiredState: "ready" });
  const all = [...before, task("shutdown", { ...gone, NodeID: "n3", Spec: OLD }), next];
  expect(convergenceOf(service(undefined, "updating"), all)).toMatchObject({
    running: 0,
    wanted: 3,
    former: 2,
  });
});

describe("a service that was changed, and of whose tasks all are as it says,", () => {
  const changed = (state?: string, before: object = { EndpointSpec: { Ports: [] } }) => {
    const { Spec, ...rest } = service(1, state);
    return { ...rest, Spec, PreviousSpec: { ...Spec, ...before } };
  };

  test.each([
    ["ports", { EndpointSpec: { Ports: [] } }],
    ["placement", { TaskTemplate: { ...NEW, Placement: { MaxReplicas: 1 } } }],
  ])("may have another %s, with which Swarm has not begun", (_, before) => {
    const found = convergenceOf(changed(undefined, before), [running()]);
    expect(found).toEqual({ state: "ready", isSure: false });
  });

  test("has converged for sure where only their number was another", () => {
    const before = { Mode: { Replicated: { Replicas: 3 } } };
    const found = convergenceOf(changed(undefined, before), [running()]);
    expect(found).toMatchObject({ isSure: true });
  });

  test("has converged for sure once Swarm says so", () => {
    expect(convergenceOf(changed("completed"), [running()])).toMatchObject({ isSure: true });
  });

  test("has converged where a paused update's task runs after all", () => {
    const before = task("failed", gone);
    expect(convergenceOf(changed("paused"), [running(), before])).toMatchObject({ isSure: true });
  });
});

describe("a service has not converged", () => {
  const waiting = {
    state: "waiting",
    former: 0,
    steps: expect.any(Array),
    preparing: [],
    starting: undefined,
    trouble: undefined,
  };

  test("while a task starts, which goes on until it is healthy", () => {
    const starting = task("starting");
    const found = convergenceOf(service(2), [running(), starting]);
    expect(found).toEqual({ ...waiting, running: 1, wanted: 2, starting });
  });

  test("while nodes pull the image, also for one that takes the place of a task that runs", () => {
    const preparing = [task("preparing"), task("preparing", { DesiredState: "ready" })];
    const left = task("preparing", gone);
    const found = convergenceOf(service(2), [running(), ...preparing, left]);
    expect(found).toEqual({ ...waiting, running: 1, wanted: 2, preparing });
  });

  test("while the task of a paused update is started again", () => {
    const before = task("failed", gone);
    const found = convergenceOf(service(1, "paused"), [before, task("new")], {
      ended: new Set([before.ID]),
    });
    expect(found).toEqual({ ...waiting, running: 0, wanted: 1 });
  });

  test("while the update is at work, even where enough tasks run", () => {
    const found = convergenceOf(service(1, "updating"), [running()]);
    expect(found).toEqual({ ...waiting, running: 1, wanted: 1 });
  });

  test("when Swarm has not begun with an update yet", () => {
    const other = { ...NEW, RestartPolicy: { Condition: "on-failure" } };
    for (const Spec of [OLD, other]) {
      const found = convergenceOf(service(1), [task("running", { Spec })]);
      expect(found).toEqual({ ...waiting, running: 0, wanted: 1, former: 1 });
    }
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
    const starting = task("starting");
    const found = convergenceOf(service(1), [before, starting], { ended: new Set([before.ID]) });
    expect(found).toEqual({ ...waiting, running: 0, wanted: 1, starting });
  });
});

describe("a service cannot converge", () => {
  test.each([
    ["rollback_completed", "was rolled back to the version before"],
    ["rollback_paused", "could not be rolled back to the version before"],
  ])("once its update is %s", (state, why) => {
    const badly = { ...gone, Spec: OLD };
    const bad = task("failed", badly, "task: non-zero exit (3)");
    const later = task("failed", badly, "error while removing network: unknown network data id 1");
    const all = [running(), bad, later, task("failed", gone, "exit 1")];
    const found = convergenceOf(service(1, state), all, { ended: new Set([bad.ID]) });
    expect(found).toEqual({ state: "failed", why, trouble: bad, mend: "refresh" });
  });

  test("of a version that it was not rolled back to", () => {
    const { Spec, ...rest } = service(1, "rollback_completed");
    const back = { ...rest, Spec: { ...Spec, Labels: { "berth.version": "good" } } };
    expect(convergenceOf(back, [running()], { version: "bad" })).toMatchObject({ state: "failed" });
    expect(convergenceOf(back, [running()], { version: "good" })).toMatchObject({ state: "ready" });
  });

  const why = "stopped in the middle of an update";

  test("when its update is paused, and a task of it fails again", () => {
    const bad = task("failed", gone, "task: non-zero exit (3)");
    const found = convergenceOf(service(1, "paused"), [bad, task("ready")]);
    expect(found).toEqual({ state: "failed", why, trouble: bad });
  });

  test("when its update is paused before it has come to all tasks", () => {
    const bad = task("failed", gone, "task: non-zero exit (3)");
    const all = [running(), task("running", { Spec: OLD }), bad];
    const found = convergenceOf(service(2, "paused"), all, { ended: new Set([bad.ID]) });
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

  test("but not before its start period is over: it may wait for something", () => {
    const ContainerSpec = { ...NEW.ContainerSpec, Healthcheck: { StartPeriod: 60e9 } };
    const spec = { ...NEW, ContainerSpec };
    const ended = ["a", "b", "c"].map(() => task("failed", { ...gone, Spec: spec }));
    const at = (watchedSeconds: number) =>
      convergenceOf(service(1, undefined, spec), ended, { watchedSeconds }).state;
    expect([at(59), at(61)]).toEqual(["waiting", "failed"]);
  });

  test("when the task of one place does, whatever the others do", () => {
    const at = (NodeID: string) => task("failed", { ...gone, NodeID });
    const few = [at("n1"), at("n2"), at("n3"), at("n1"), at("n2"), at("n3")];
    const all = [task("running", { NodeID: "n1" }), task("starting", { NodeID: "n2" }), ...few];
    expect(convergenceOf(service(undefined), all)).toMatchObject({ state: "waiting" });
    const found = convergenceOf(service(undefined), [...all, at("n2")]);
    expect(found).toMatchObject({ state: "failed", why: "has 7 tasks that ended" });
  });

  test("when its only task has ended, and is not started again, whenever that was", () => {
    const ended = task("failed", { ...gone, Spec: FINAL });
    const found = convergenceOf(service(1, undefined, FINAL), [ended], {
      ended: new Set([ended.ID]),
    });
    expect(found).toEqual({
      state: "failed",
      why: "has a task that ended",
      trouble: ended,
      mend: "force",
    });
    const again = convergenceOf(service(1, "updating", FINAL), [ended, running()]);
    expect(again).toMatchObject({ state: "waiting" });
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
