import { expect, test } from "vitest";
import { Rollout } from "../../components/platforms/docker/rollout";
import { slotsOf } from "../../components/proxy/routes";
import { type EngineRequest, fakeEngine, frames } from "../docker/fake-engine";
import { record } from "../support/mocks";

const inputs = {
  edge: { name: "widgets-prod-edge", id: "e0" },
  containers: [{ name: "widgets-prod-app-1-a", id: "a1" }],
  port: 80,
  timeoutSeconds: 60,
  drainSeconds: 30,
};
const SLOTS = slotsOf(["widgets-prod-app-1-a"], 80);
/** A connection to 172.18.0.9, where the container before was. */
const CONNECTED = "0: 030012AC:9C40 090012AC:0050 01 00000000:00000000";

/** An engine whose edge runs commands; `health` is that of the app's container. */
async function rollout({
  health = "healthy",
  slots = "",
  exitCode = 0,
  there = [] as object[],
  tables = [CONNECTED, CONNECTED, ""],
  stopped = 204,
} = {}) {
  const ran: string[][] = [];
  const running = (Status: string) => ({
    body: {
      Config: {},
      State: { Status: "running", Health: { Status, Log: [] } },
      RestartCount: 0,
    },
  });
  const { address, requests } = await fakeEngine({
    "GET /containers/a1/json": () => running(health),
    "GET /containers/a1/logs": () => ({ body: frames("Traceback\n") }),
    "GET /containers/e0/json": () => running("healthy"),
    "GET /containers/old/json": () => ({
      body: { NetworkSettings: { Networks: { prod: { IPAddress: "172.18.0.9" } } } },
    }),
    "POST /containers/e0/exec": ({ body }: EngineRequest) => {
      const { Cmd } = JSON.parse(body.toString()) as { Cmd: string[] };
      ran.push(Cmd);
      return { status: 201, body: { Id: Cmd[0] } };
    },
    "POST /exec/cat/start": () => ({ body: frames(tables.shift() ?? "") }),
    "POST /exec/sh/start": () => ({ body: frames(slots || (tables.shift() ?? "")) }),
    "GET /exec/": () => ({ body: { ExitCode: exitCode } }),
    "GET /containers/json": () => ({ body: there }),
    "GET /volumes": () => ({
      body: { Volumes: [{ Name: "widgets-prod-app-secrets-0123456789abcdef" }] },
    }),
    "DELETE /volumes/widgets-prod-app-secrets-0123456789abcdef": () => ({ status: 204 }),
    "POST /containers/old/stop": () => ({ status: stopped, body: stopped < 400 ? undefined : {} }),
    "DELETE /containers/old": () => ({ status: 204 }),
  });
  const recording = await record(() => new Rollout("rollout", { host: address, ...inputs }));
  const provider = recording.dynamicProvider("pulumi-nodejs:Rollout rollout");
  return { provider, state: { host: address, ...inputs }, ran, requests };
}

test("the first: the edge is told its routes once all are healthy", async () => {
  const { provider, state, ran } = await rollout();
  expect(await provider.create(state)).toEqual({ id: "widgets-prod-edge", outs: state });
  expect(ran).toEqual([["sh", "-c", expect.any(String), "fill", ...SLOTS]]);
});

test("the next: waits for requests to the containers that are replaced", async () => {
  const { provider, state, ran } = await rollout();
  const olds = { ...state, containers: [{ name: "old", id: "old" }, ...inputs.containers] };
  expect(await provider.update("id", olds, state)).toEqual({ outs: state });
  expect(ran.map(([command]) => command)).toEqual(["sh", "cat", "cat"]);
});

test("what an interrupted run left may end its requests too, and goes", async () => {
  const Labels = { "berth.project": "widgets", "berth.stack": "prod", "berth.role": "app" };
  const there = [
    { Id: "a1", Names: ["/widgets-prod-app-1-aaaaaaa"], Labels },
    { Id: "old", Names: ["/widgets-prod-app-1-bbbbbbb"], Labels },
  ];
  const { provider, state, ran, requests } = await rollout({ there });
  await provider.create(state);
  expect(ran.map(([command]) => command)).toEqual(["sh", "cat", "cat"]);
  expect(requests.filter(({ line }) => line.startsWith("DELETE")).map(({ line }) => line)).toEqual([
    "DELETE /containers/old?v=true&force=true",
    "DELETE /volumes/widgets-prod-app-secrets-0123456789abcdef",
  ]);
});

const stops = (requests: readonly { line: string }[]) =>
  requests.map(({ line }) => line).filter((line) => line.includes("/stop"));

test.each([204, 304, 404])(
  "stops those that are still connected to after the drain (%i)",
  async (stopped) => {
    const { provider, state, requests } = await rollout({ tables: [CONNECTED], stopped });
    const olds = { ...state, containers: [{ name: "old", id: "old" }] };
    await provider.update("id", olds, { ...state, drainSeconds: 0 });
    expect(stops(requests)).toEqual(["POST /containers/old/stop?t=3"]);
  },
);

test("stops none whose requests have ended", async () => {
  const { provider, state, requests } = await rollout({ tables: [""] });
  const olds = { ...state, containers: [{ name: "old", id: "old" }] };
  await provider.update("id", olds, { ...state, drainSeconds: 0 });
  expect(stops(requests)).toEqual([]);
});

test("does not wait for one that somebody removed", async () => {
  const { provider, state, ran } = await rollout();
  const olds = { ...state, containers: [{ name: "gone", id: "gone" }] };
  await provider.update("id", olds, state);
  expect(ran.map(([command]) => command)).toEqual(["sh"]);
});

test("does not touch the edge when a container is not healthy", async () => {
  const { provider, state, ran } = await rollout({ health: "unhealthy" });
  await expect(provider.create(state)).rejects.toThrow(
    "container widgets-prod-app-1-a is unhealthy",
  );
  expect(ran).toEqual([]);
});

test("fails where the edge cannot be told", async () => {
  const { provider, state } = await rollout({ exitCode: 1, slots: "Read-only file system" });
  await expect(provider.create(state)).rejects.toThrow("exit code 1: Read-only file system");
});

const FILLED = `${SLOTS.join("\n")}\n`;

test.each([
  ["kept, where all is as it was left", { slots: FILLED }, true],
  ["forgotten, where the routes are others", { slots: "another:80\n" }, false],
  ["forgotten, where a container is not healthy", { slots: FILLED, health: "unhealthy" }, false],
])("on a refresh: %s", async (_, engine, kept) => {
  const { provider, state } = await rollout(engine);
  expect(await provider.read("id", state)).toEqual(kept ? { id: "id", props: state } : {});
});
