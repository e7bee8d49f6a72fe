import { afterEach, expect, test, vi } from "vitest";
import { Job, StaticSite } from "../../../components";
import { ServiceRun } from "../../../components/platforms/swarm/wait/service-run";
import { fakeEngine, frames } from "../../docker/fake-engine";
import { record, settled } from "../../support/mocks";
import { swarmWith } from "./swarm-options";

const id = { project: "pages", stack: "prod" };
const host = "unix:///nowhere/docker.sock";
const CONSTRAINT = "node.labels.berth.data.pages-prod==true";
const platform = swarmWith({ constraint: CONSTRAINT });

test("a job is a service that is not started again, where its volumes are", async () => {
  const recording = await record(
    () =>
      new Job("fetch", {
        id,
        host,
        platform,
        image: "debian@sha256:0",
        env: { SITE: "x=y" },
        volumes: [{ target: "/data", volume: "pages-prod-data" }],
        runAgain: "monday",
      }),
  );
  const { inputs, options } = recording.get("docker:Service fetch");
  expect(inputs).toMatchObject({
    name: "pages-prod-fetch",
    mode: { replicated: { replicas: 0 } },
    labels: expect.arrayContaining([{ label: "berth.run-again", value: "monday" }]),
    taskSpec: {
      containerSpec: { env: { SITE: "x=y" }, mounts: [{ source: "pages-prod-data" }] },
      placement: { constraints: [CONSTRAINT] },
      restartPolicy: { condition: "none" },
    },
  });
  expect(options).toMatchObject({
    deleteBeforeReplace: true,
    replaceOnChanges: ["taskSpec"],
    ignoreChanges: expect.arrayContaining(["mode.replicated.replicas", "taskSpec.forceUpdate"]),
  });
  expect(await settled(recording.value.logs)).toBe("docker service logs pages-prod-fetch");
});

test("a site runs where its folder is", async () => {
  const args = { id, host, platform, folder: __dirname, image: "nginx:1.30" };
  const recording = await record(() => new StaticSite("site", args));
  expect(recording.get("docker:Service site").inputs.taskSpec).toMatchObject({
    containerSpec: { mounts: [{ type: "bind", source: __dirname, readOnly: true }] },
    placement: { constraints: ["node.id==node-1"] },
  });
});

afterEach(() => vi.restoreAllMocks());

/** A service whose newest task is one that an earlier run left, until there is one more. */
async function run(end: string, left?: string, limit?: string) {
  const said = vi.spyOn(console, "log").mockReturnValue();
  const spec = {
    ...(limit && { Labels: { "berth.timeout": limit } }),
    Mode: { Replicated: { Replicas: 0 } },
    TaskTemplate: { ForceUpdate: 0 },
  };
  const task = (ID: string, State: string, CreatedAt: string) => ({
    ID,
    CreatedAt,
    NodeID: "n1",
    DesiredState: "shutdown",
    Status: { State, Err: State === "failed" ? "task: non-zero exit (3)" : "" },
  });
  const tasks = left === undefined ? [] : [task("t1", left, "2026-11-21T23:00:00Z")];
  const { address, requests } = await fakeEngine({
    "GET /services/s1": () => ({ body: { Version: { Index: 4 }, Spec: spec } }),
    "POST /services/s1/update": ({ body }) => {
      if (JSON.parse(body.toString()).Mode.Replicated.Replicas === 0) tasks.length = 0;
      else tasks.push(task("t2", end, "2026-11-21T23:00:01Z"));
      return { body: {} };
    },
    "GET /tasks?": () => ({ body: tasks }),
    "GET /nodes/n1": () => ({
      body: { Description: { Hostname: "server-1" }, Status: { State: limit ? "ready" : "down" } },
    }),
    "GET /tasks/t2/logs": () => ({ body: frames("no such page\n") }),
  });
  const inputs = { host: address, service: "s1", name: "pages-prod-fetch" };
  const recording = await record(() => new ServiceRun("run", inputs));
  const updates = () =>
    requests
      .filter(({ line }) => line.startsWith("POST"))
      .map(({ body }) => JSON.parse(body.toString()));
  const provider = recording.dynamicProvider("pulumi-nodejs:ServiceRun run");
  const printed = () => said.mock.calls.map(([line]) => line);
  return { inputs, provider, updates, printed };
}

const ASKED = { Mode: { Replicated: { Replicas: 1 } }, TaskTemplate: { ForceUpdate: 1 } };

test("a job has run once a task that was asked for has ended well", async () => {
  const { provider, inputs, updates } = await run("complete");
  expect(await provider.create(inputs)).toEqual({ id: "pages-prod-fetch", outs: inputs });
  expect(updates()).toEqual([ASKED]);
});

test("a job runs again for another key, and not for newer code alone", async () => {
  const { provider, inputs, updates } = await run("complete");
  const before = { ...inputs, host: "unix:///elsewhere", __provider: "older" };
  await provider.update("id", before, { ...inputs, __provider: "newer" });
  expect(updates()).toEqual([]);
  await provider.update("id", { ...before, key: "one" }, { ...inputs, key: "two" });
  expect(updates()).toEqual([ASKED]);
});

test("a job shows what it writes", async () => {
  const { provider, inputs, printed } = await run("complete");
  await provider.create(inputs);
  expect(printed()).toContain("pages-prod-fetch | no such page");
});

test("a job that goes on for longer than it may is ended", async () => {
  const { provider, inputs, updates } = await run("running", undefined, "0.05");
  await expect(provider.create(inputs)).rejects.toThrow(
    "the job pages-prod-fetch went on for more than 0.05 s, all that it may take, and was ended\nlast lines of its log:\n  | no such page",
  );
  expect(updates().at(-1).Mode.Replicated.Replicas).toBe(0);
});

test("a job that fails says so", async () => {
  const { provider, inputs } = await run("failed");
  await expect(provider.create(inputs)).rejects.toThrow(
    "the job pages-prod-fetch failed: task: non-zero exit (3)\nlast lines of its log:\n  | no such page",
  );
});

test("a job whose node is down is waited for no longer", async () => {
  const { provider, inputs } = await run("running");
  await expect(provider.create(inputs)).rejects.toThrow(
    "the job pages-prod-fetch was on server-1, a node that is down now: whether it has done its work is not known; the next pulumi up runs it again",
  );
});

test.each(["failed", "rejected", "shutdown", "running"])(
  "one that ended as %s, the last one with its node, runs again",
  async (left) => {
    const { provider, inputs, updates } = await run("complete", left);
    await provider.create(inputs);
    expect(updates()).toEqual([ASKED]);
  },
);

test("one that an interrupted run left behind has done its work", async () => {
  const { provider, inputs, updates } = await run("failed", "complete");
  await provider.create(inputs);
  expect(updates()).toEqual([]);
});
