import { expect, test, vi } from "vitest";
import { ServiceGate } from "../../../components/platforms/swarm/wait/service-gate";
import { fakeEngine, frames } from "../../docker/fake-engine";
import { record } from "../../support/mocks";

const GATE = "pulumi-nodejs:ServiceGate healthy";
const args = { service: "s1", name: "widgets-prod-app", version: "1", timeoutSeconds: 60 };
const BAD = { ContainerSpec: { Image: "widgets:3" } };
const CHECKS = [
  { ExitCode: 1, Output: "HTTP 500\n" },
  { ExitCode: 0, Output: "" },
];
const TEMPLATE = { ContainerSpec: { Image: "widgets:2" } };

/** A service of two tasks, of which the second one is what is given, and stops as it is told. */
async function gate(
  state: string,
  update?: string,
  { timeoutSeconds = args.timeoutSeconds, ofFirst = TEMPLATE } = {},
) {
  const task = (ID: string, State: string, Spec: object) => ({
    ID,
    NodeID: "n1",
    DesiredState: "running",
    Spec,
    Status: {
      State,
      Err: State === "failed" ? "task: non-zero exit (3)" : "",
      ContainerStatus: { ContainerID: "c", ExitCode: State === "failed" ? 3 : 0 },
    },
  });
  const second = (State: string) => task("t2", State, State === "failed" ? BAD : TEMPLATE);
  const states = state.split(",");
  const { address: host } = await fakeEngine({
    "GET /services/s1": () => ({
      body: {
        Spec: { Mode: { Replicated: { Replicas: 2 } }, TaskTemplate: TEMPLATE, EndpointSpec: {} },
        // It had no port.
        PreviousSpec: update === undefined ? undefined : { TaskTemplate: TEMPLATE },
        UpdateStatus: update && { State: update },
      },
    }),
    // The last state is that of every later look.
    // %22s1%22 is the service's id in the filters; of another one the engine knows no tasks.
    "GET /tasks?filters=%7B%22service%22%3A%5B%22s1": () => ({
      body: [
        task("t1", "running", ofFirst),
        second((states.length > 1 ? states.shift() : states[0]) ?? ""),
      ],
    }),
    "GET /containers/json": () => ({ body: [] }),
    "GET /containers/c/json": () => ({ body: { State: { Health: { Log: CHECKS } } } }),
    "GET /tasks/t2/logs": () => ({ body: frames("Traceback\n") }),
    "GET /nodes/n1": () => ({ body: { Description: { Hostname: "server-1" } } }),
  });
  const inputs = { ...args, host, timeoutSeconds };
  const recording = await record(() => new ServiceGate("healthy", inputs));
  return { provider: recording.dynamicProvider(GATE), inputs };
}

test("passes when the service has converged, and says how far it was before", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const { provider, inputs } = await gate("starting,starting,running");
  expect(await provider.create(inputs)).toEqual({ id: "widgets-prod-app", outs: inputs });
  expect(log.mock.calls).toEqual([["widgets-prod-app: 1 of 2 tasks run"]]);
  log.mockRestore();
});

test("fails with where, why and the last lines, also when it is asked again", async () => {
  const { provider, inputs } = await gate("failed", "rollback_completed");
  const message = [
    "service widgets-prod-app was rolled back to the version before",
    "its last task that ended on server-1: task: non-zero exit (3)",
    "last lines of its log:",
    "  | Traceback",
    "once the reason is gone, this version is tried again by: pulumi up --refresh",
  ].join("\n");
  await expect(provider.create(inputs)).rejects.toThrow(message);
  await expect(provider.update("id", inputs, inputs)).rejects.toThrow(message);
});

test("is recorded with its error, so that the next up asks again", async () => {
  const { provider, inputs } = await gate("failed", "rollback_completed");
  const failed = {
    id: "widgets-prod-app",
    properties: inputs,
    reasons: [expect.stringContaining("was rolled back")],
  };
  await expect(provider.create(inputs)).rejects.toMatchObject(failed);
  await expect(provider.update("id", inputs, inputs)).rejects.toMatchObject(failed);
});

test("fails with the last words of the health check, where the task was on the manager itself", async () => {
  const { provider, inputs } = await gate("starting,complete", "paused");
  await expect(provider.create(inputs)).rejects.toThrow(
    [
      "service widgets-prod-app stopped in the middle of an update",
      "its last task that ended on server-1: stopped with exit code 0, as when it is unhealthy",
      "its last health check: HTTP 500",
      "last lines of its log:",
    ].join("\n"),
  );
});

test("fails with the health check of a task that runs and does not get healthy", async () => {
  const { provider, inputs } = await gate("starting", "updating", { timeoutSeconds: 0 });
  await expect(provider.create(inputs)).rejects.toThrow(
    [
      "service widgets-prod-app has 1 of 2 tasks, and no more for 0 s",
      "its task on server-1 runs, and is not healthy",
      "its last health check: HTTP 500",
      "last lines of its log:",
    ].join("\n"),
  );
});

test("waits for a node that pulls the image longer than for anything else", async () => {
  const { provider, inputs } = await gate("preparing,preparing,preparing,running", undefined, {
    timeoutSeconds: 0,
  });
  expect(await provider.create(inputs)).toMatchObject({ id: "widgets-prod-app" });
});

test("looks twice where Swarm may be about to begin", async () => {
  const { provider, inputs } = await gate("running,running,starting", "", { timeoutSeconds: 0 });
  await expect(provider.create(inputs)).rejects.toThrow("has 1 of 2 tasks");
});

test("is gone on a refresh when the service has not converged", async () => {
  const ready = await gate("running");
  const props = { ...ready.inputs };
  expect(await ready.provider.read("id", props)).toEqual({ id: "id", props });
  const { provider, inputs } = await gate("starting");
  expect(await provider.read("id", inputs)).toEqual({});
  expect(await provider.read("id", { ...inputs, service: "gone" })).toEqual({});
});

test("is asked again where tasks of another version are still there", async () => {
  const changesOf = async (state: string, ofFirst: typeof TEMPLATE) => {
    const { provider, inputs } = await gate(state, "updating", { ofFirst });
    return (await provider.diff?.("id", inputs, inputs))?.changes;
  };
  expect(await changesOf("running", BAD)).toBe(true);
  // What is started, or waits for a node, is no reason for an up that changes nothing.
  expect(await changesOf("starting", TEMPLATE)).toBeUndefined();
});

/** A service with a task on each of two nodes, of which each look finds the next list, and then the last. */
async function globalGate(looks: object[][], { update = "", timeoutSeconds = 60 } = {}) {
  const { address: host } = await fakeEngine({
    "GET /containers/json": () => ({ body: [] }),
    "GET /services/s1": () => ({
      body: {
        Spec: { Mode: { Global: {} }, TaskTemplate: TEMPLATE },
        UpdateStatus: { State: update },
      },
    }),
    "GET /tasks?": () => ({ body: looks.length > 1 ? looks.shift() : looks[0] }),
    "GET /tasks/": () => ({ body: frames("bind: address already in use\n") }),
    "GET /nodes": () => ({
      body: ["active", "pause"].map((Availability, index) => ({
        ID: `n${index + 1}`,
        Spec: { Availability },
        Description: { Hostname: `server-${index + 1}` },
      })),
    }),
  });
  const inputs = { ...args, host, timeoutSeconds };
  const recording = await record(() => new ServiceGate("healthy", inputs));
  return { provider: recording.dynamicProvider(GATE), inputs };
}

const on = (NodeID: string, State: string, ID = `${NodeID}-${State}`, Spec: object = TEMPLATE) => ({
  ID,
  NodeID,
  DesiredState: State === "failed" ? "shutdown" : "running",
  Spec,
  Status: { State },
});

test("fails when a node's task ends over and over, of which Swarm soon forgets the first", async () => {
  const well = on("n1", "running");
  const loop = (...ended: string[]) => [
    well,
    ...ended.map((id) => on("n2", "failed", id)),
    on("n2", "starting", `after-${ended}`),
  ];
  const looks = [[well], loop("a"), loop("b"), loop("c")];
  const { provider, inputs } = await globalGate(looks);
  await expect(provider.create(inputs)).rejects.toThrow("has 3 tasks that ended");
});

test("a crash is no progress", async () => {
  let crashes = 0;
  const next = () => [on("n1", "running"), on("n2", "starting", `crash-${++crashes}`)];
  const looks = Array.from({ length: 20 }, next);
  const { provider, inputs } = await globalGate(looks, { timeoutSeconds: 1 });
  await expect(provider.create(inputs)).rejects.toThrow("has 1 of 2 tasks, and no more for 1 s");
  expect(looks.length, "it gave up before").toBeGreaterThan(10);
});

test("passes where Swarm is through, and has left a node alone that is paused", async () => {
  const before = on("n2", "running", "old", BAD);
  const looks = [[on("n1", "running"), before]];
  const { provider, inputs } = await globalGate(looks, { update: "completed" });
  expect(await provider.create(inputs)).toMatchObject({ id: "widgets-prod-app" });
  expect(await provider.diff?.("id", inputs, inputs)).toEqual({});
  const other = await globalGate(looks, { update: "updating", timeoutSeconds: 0 });
  await expect(other.provider.create(other.inputs)).rejects.toThrow("has 1 of 2 new tasks");
});

test("a service that somebody removed", async () => {
  const { provider, inputs } = await gate("running");
  await expect(provider.create({ ...inputs, service: "gone" })).rejects.toThrow(
    "service widgets-prod-app is gone: somebody removed it; pulumi up --refresh makes it anew",
  );
});
