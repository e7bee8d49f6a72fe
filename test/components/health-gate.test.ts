import { describe, expect, test } from "vitest";
import { HealthGate } from "../../components";
import { fakeEngine, frames } from "../docker/fake-engine";
import { record } from "../support/mocks";

const GATE = "pulumi-nodejs:HealthGate healthy";
const containers = [
  { name: "widgets-dev-app-1", id: "a1" },
  { name: "widgets-dev-app-2", id: "b2" },
];
const deploy = () =>
  record(
    () =>
      new HealthGate("healthy", { host: "unix:///docker.sock", containers, timeoutSeconds: 75 }),
  );

test("is told which containers have to be healthy, and how long they may take", async () => {
  expect((await deploy()).get(GATE)).toMatchObject({
    type: "pulumi-nodejs:dynamic/berth:HealthGate",
    inputs: { host: "unix:///docker.sock", containers, timeoutSeconds: 75 },
  });
});

describe("its check", () => {
  async function gate(health: string, status = 200) {
    const Log = [{ Output: "HTTP 500" }];
    const inspected = (Status: string) => ({
      body: {
        Config: {},
        State: { Status: "running", Health: { Status, FailingStreak: 5, Log } },
        RestartCount: 0,
      },
    });
    const { address } = await fakeEngine({
      "GET /containers/a1/json": () => inspected("healthy"),
      "GET /containers/b2/json": () => ({ status, ...inspected(health) }),
      "GET /containers/b2/logs": () => ({ body: frames("Traceback\n") }),
    });
    const provider = (await deploy()).dynamicProvider(GATE);
    return { provider, inputs: { host: address, containers, timeoutSeconds: 60 } };
  }

  test("passes when all are healthy, at creation and at each change", async () => {
    const { provider, inputs } = await gate("healthy");
    expect(await provider.create(inputs)).toEqual({
      id: "widgets-dev-app-1,widgets-dev-app-2",
      outs: inputs,
    });
    expect(await provider.update("id", inputs, inputs)).toEqual({ outs: inputs });
  });

  test("fails when one is not, at creation and at each change", async () => {
    const { provider, inputs } = await gate("unhealthy");
    const message =
      "container widgets-dev-app-2 is unhealthy: 5 failed checks, the last: HTTP 500\nlast lines of its log:\n  | Traceback";
    await expect(provider.create(inputs)).rejects.toThrow(message);
    await expect(provider.update("id", inputs, inputs)).rejects.toThrow(message);
  });

  test("is passed still on a refresh, when all are healthy", async () => {
    const { provider, inputs } = await gate("healthy");
    expect(await provider.read("id", inputs)).toEqual({ id: "id", props: inputs });
  });

  test.each([
    ["is not healthy", "unhealthy", 200],
    ["is gone", "healthy", 404],
  ])("is forgotten on a refresh, when one %s", async (_, health, status) => {
    const { provider, inputs } = await gate(health, status);
    expect(await provider.read("id", inputs)).toEqual({});
  });

  test("has nothing to refresh without a state", async () => {
    const { provider } = await gate("healthy");
    expect(await provider.read("id")).toEqual({});
  });

  test("starts a container that has stopped, and waits for it", async () => {
    let started = false;
    const { address, requests } = await fakeEngine({
      "GET /containers/a1/json": () => ({
        body: { State: { Status: started ? "running" : "exited", ExitCode: 1 }, RestartCount: 0 },
      }),
      "POST /containers/a1/start": () => {
        started = true;
        return { status: 204 };
      },
    });
    const provider = (await deploy()).dynamicProvider(GATE);
    const inputs = { host: address, containers: containers.slice(0, 1), timeoutSeconds: 60 };
    expect(await provider.update("id", inputs, inputs)).toEqual({ outs: inputs });
    expect(requests.map(({ line }) => line)).toEqual([
      "GET /containers/a1/json",
      "POST /containers/a1/start",
      "GET /containers/a1/json",
    ]);
  });
});
