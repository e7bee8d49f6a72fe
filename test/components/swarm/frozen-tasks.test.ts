import { expect, test, vi } from "vitest";
import { endFrozenTasks, frozenTasks } from "../../../components/platforms/swarm/wait/frozen-tasks";
import { ServiceGate } from "../../../components/platforms/swarm/wait/service-gate";
import { connect } from "../../../docker/connect";
import { fakeEngine } from "../../docker/fake-engine";
import { record } from "../../support/mocks";

const mount = (Name: string) => ({ Type: "volume", Name, Destination: "/data" });
const TASK = { Id: "t", Names: ["/widgets-prod-app.1.x"], Mounts: [mount("uploads")] };
const restoreOf = (volume: string, role = "volume-uploads-restore") => ({
  ...{ Id: "r", Names: ["/widgets-prod-volume-uploads-restore"] },
  ...{ Labels: { "berth.role": role }, Mounts: [mount(volume)] },
});

/** An engine with a frozen task of the service s1, and whatever else Berth made there. */
async function engine(others: object[], top: string[][][] = []) {
  const service = { Spec: { Mode: { Replicated: { Replicas: 1 } }, TaskTemplate: {} } };
  let isKilled = false;
  const { address, requests } = await fakeEngine({
    "GET /containers/json?all=true": () => ({ body: others }),
    "GET /containers/json?filters=%7B%22status%22%3A%5B%22paused": () => ({
      body: isKilled ? [] : [TASK],
    }),
    "GET /containers/r/top": () => ({ body: { Titles: ["CMD"], Processes: top.shift() ?? [] } }),
    "POST /containers/t/kill": () => {
      isKilled = true;
      return { status: 204 };
    },
    "GET /services/s1": () => ({ body: service }),
    "GET /tasks": () => ({
      body: [
        {
          ...{ ID: "t1", Slot: 1, NodeID: "n1", DesiredState: "running", Spec: {} },
          Status: {
            State: "running",
            ContainerStatus: { ContainerID: isKilled ? "another" : "t" },
          },
        },
      ],
    }),
  });
  const killed = () => requests.some(({ line }) => line.startsWith("POST /containers/t/kill"));
  const asked = (start: string) => requests.filter(({ line }) => line.startsWith(start)).length;
  return { address, docker: connect(address), killed, asked };
}

test("a task that shares its volume with a restore's container was frozen by that", async () => {
  const { docker } = await engine([restoreOf("uploads")]);
  expect(await frozenTasks(docker, "s1")).toEqual([
    { container: "t", name: "widgets-prod-app.1.x", restore: "r" },
  ]);
});

test.each([
  ["no restore's container is there", []],
  ["the restore is of another volume", [restoreOf("others")]],
  ["another part of the stack has the volume", [restoreOf("uploads", "process-worker")]],
])("one that somebody else paused is left alone: %s", async (_, others) => {
  const { docker, killed } = await engine(others);
  await endFrozenTasks(docker, "s1");
  expect(killed()).toBe(false);
});

test("the files change places to the end before the task is ended", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const { docker, killed, asked } = await engine(
    [restoreOf("uploads")],
    [[["sh /berth/restore.sh swap"]], [["sleep 86400"]]],
  );
  await endFrozenTasks(docker, "s1");
  expect(killed()).toBe(true);
  expect(asked("GET /containers/r/top")).toBe(2);
  expect(log.mock.calls.flat()).toEqual([
    "widgets-prod-app.1.x was left frozen by a restore that was killed: it is ended, and replaced",
  ]);
  log.mockRestore();
});

test("every up asks the gate, which ends it and waits for the one in its place", async () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const { address: host, killed } = await engine([restoreOf("uploads")]);
  const inputs = {
    ...{ host, service: "s1", name: "widgets-prod-app", version: "1", timeoutSeconds: 60 },
  };
  const recording = await record(() => new ServiceGate("healthy", inputs));
  const provider = recording.dynamicProvider("pulumi-nodejs:ServiceGate healthy");
  expect(await provider.diff?.("id", inputs, inputs)).toEqual({ changes: true });
  await provider.update("id", inputs, inputs);
  expect(killed()).toBe(true);
  expect(await provider.diff?.("id", inputs, inputs)).toEqual({});
  log.mockRestore();
});
