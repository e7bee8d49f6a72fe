import { expect, test } from "vitest";
import { Rollout } from "../../components/rollout";
import { routesText } from "../../components/router";
import { type EngineRequest, fakeEngine, frames } from "../docker/fake-engine";
import { record } from "../support/mocks";

const inputs = {
  router: { name: "widgets-prod-router", id: "r0" },
  containers: [{ name: "widgets-prod-app-1-a", id: "a1" }],
  port: 80,
  timeoutSeconds: 60,
  drainSeconds: 30,
};
const ROUTES = routesText({ containers: ["widgets-prod-app-1-a"], port: 80, drainSeconds: 30 });

/** An engine whose router runs commands; `health` is that of the app's container. */
async function rollout({
  health = "healthy",
  routes = "",
  upstreams = ["widgets-prod-app-1-a:80"],
  reloadExitCode = 0,
} = {}) {
  const ran: string[][] = [];
  const status = (Status: string) => ({
    body: { State: { Status: "running", Health: { Status, Log: [] } }, RestartCount: 0 },
  });
  const answers: Record<string, string> = { cat: routes, sh: "caddy says" };
  const listed = upstreams.map((address) => ({ address, num_requests: 1 }));
  answers.wget = JSON.stringify(listed);
  const { address } = await fakeEngine({
    "GET /containers/a1/json": () => status(health),
    "GET /containers/a1/logs": () => ({ body: frames("Traceback\n") }),
    "GET /containers/r0/json": () => status("healthy"),
    "POST /containers/r0/exec": ({ body }: EngineRequest) => {
      const { Cmd } = JSON.parse(body.toString()) as { Cmd: string[] };
      ran.push(Cmd);
      return { status: 201, body: { Id: Cmd[0] } };
    },
    "POST /exec/": ({ line }) => {
      // What drains has drained when it is asked for a second time.
      const command = line.split("/")[2] ?? "";
      const answer = answers[command] ?? "";
      if (command === "wget") answers.wget = JSON.stringify(listed.slice(0, 1));
      return { body: frames(answer) };
    },
    "GET /exec/": ({ line }) => ({
      body: { ExitCode: line.includes("/sh/") ? reloadExitCode : 0 },
    }),
  });
  const recording = await record(() => new Rollout("rollout", { host: address, ...inputs }));
  const provider = recording.dynamicProvider("pulumi-nodejs:Rollout rollout");
  return { provider, state: { host: address, ...inputs }, ran };
}

test("gives the router its routes once all are healthy", async () => {
  const { provider, state, ran } = await rollout();
  expect(await provider.create(state)).toEqual({ id: "widgets-prod-router", outs: state });
  expect(ran.map(([command]) => command)).toEqual(["sh", "wget"]);
  expect(ran[0]?.at(-1)).toBe(ROUTES);
});

test("waits for those that still answer requests", async () => {
  const { provider, state, ran } = await rollout({
    upstreams: ["widgets-prod-app-1-a:80", "widgets-prod-app-1-old:80"],
  });
  expect(await provider.update("id", state, state)).toEqual({ outs: state });
  expect(ran.map(([command]) => command)).toEqual(["sh", "wget", "wget"]);
});

test("does not touch the router when a container is not healthy", async () => {
  const { provider, state, ran } = await rollout({ health: "unhealthy" });
  await expect(provider.create(state)).rejects.toThrow(
    "container widgets-prod-app-1-a is unhealthy",
  );
  expect(ran).toEqual([]);
});

test("fails with the router's own words", async () => {
  const { provider, state } = await rollout({ reloadExitCode: 1 });
  await expect(provider.create(state)).rejects.toThrow("ended with exit code 1: caddy says");
});

test.each([
  ["kept, where all is as it was left", { routes: ROUTES }, true],
  ["forgotten, where the routes are others", { routes: "something else" }, false],
  ["forgotten, where a container is not healthy", { routes: ROUTES, health: "unhealthy" }, false],
])("on a refresh: %s", async (_, engine, kept) => {
  const { provider, state } = await rollout(engine);
  expect(await provider.read("id", state)).toEqual(kept ? { id: "id", props: state } : {});
});
