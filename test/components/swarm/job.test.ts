import { expect, test } from "vitest";
import { Job, StaticSite } from "../../../components";
import type { SwarmOptions } from "../../../components/swarm/options";
import { ServiceRun } from "../../../components/swarm/service-run";
import { fakeEngine, frames } from "../../docker/fake-engine";
import { record, settled } from "../../support/mocks";

const id = { project: "pages", stack: "prod" };
const host = "unix:///var/run/docker.sock";
const swarm: SwarmOptions = {
  node: "node-1",
  data: { constraint: "node.labels.berth.data.pages-prod==true" },
  publishMode: "host",
  update: { parallelism: 1, delaySeconds: 0 },
  preferences: [],
  reservations: {},
};

test("a job is a service that is not started again, where its volumes are", async () => {
  const recording = await record(
    () =>
      new Job("fetch", {
        id,
        host,
        swarm,
        image: "debian@sha256:0",
        env: { SITE: "x=y" },
        volumes: [{ target: "/data", volume: "pages-prod-data" }],
        runAgain: "monday",
      }),
  );
  const { inputs, options } = recording.get("docker:Service fetch");
  expect(inputs).toMatchObject({
    name: "pages-prod-fetch",
    labels: expect.arrayContaining([{ label: "berth.run-again", value: "monday" }]),
    taskSpec: {
      containerSpec: { env: { SITE: "x=y" }, mounts: [{ source: "pages-prod-data" }] },
      placement: { constraints: [swarm.data.constraint] },
      restartPolicy: { condition: "none" },
    },
  });
  expect(options).toMatchObject({ deleteBeforeReplace: true, replaceOnChanges: ["taskSpec"] });
  expect(await settled(recording.value.logs)).toBe("docker service logs pages-prod-fetch");
});

test("a site runs where its folder is", async () => {
  const args = { id, host, swarm, folder: __dirname, image: "nginx:1.30" };
  const recording = await record(() => new StaticSite("site", args));
  expect(recording.get("docker:Service site").inputs.taskSpec).toMatchObject({
    containerSpec: { mounts: [{ type: "bind", source: __dirname, readOnly: true }] },
    placement: { constraints: ["node.id==node-1"] },
  });
});

/** A service whose task ends as is told; `told` is the task whose failure was. */
async function run(state: string, told?: string) {
  const labels = told === undefined ? {} : { "berth.failed-task": told };
  const spec = { Name: "fetch", Labels: labels, TaskTemplate: { ForceUpdate: 0 } };
  const task = (ID: string, State: string, CreatedAt: string) => ({
    ID,
    CreatedAt,
    Status: { State, Err: State === "failed" ? "task: non-zero exit (3)" : "" },
  });
  const { address, requests } = await fakeEngine({
    "GET /services/s1": () => ({ body: { Version: { Index: 4 }, Spec: spec } }),
    "POST /services/s1/update": () => ({ body: {} }),
    "GET /tasks?": () => ({
      body: [
        task("t2", state, "2026-11-21T23:00:01Z"),
        task("t1", "failed", "2026-11-21T23:00:00Z"),
      ],
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
  return { inputs, provider, updates };
}

test("a job has run once its task has ended well", async () => {
  const { provider, inputs, updates } = await run("complete");
  expect(await provider.create(inputs)).toEqual({ id: "pages-prod-fetch", outs: inputs });
  expect(updates()).toEqual([]);
});

test("a job that fails says so, and remembers that it did", async () => {
  const { provider, inputs, updates } = await run("failed");
  await expect(provider.create(inputs)).rejects.toThrow(
    "the job pages-prod-fetch failed: task: non-zero exit (3)\nlast lines of its log:\n  | no such page",
  );
  expect(updates()).toMatchObject([{ Labels: { "berth.failed-task": "t2" } }]);
});

test("and is run again by who asks again", async () => {
  const { provider, inputs, updates } = await run("complete", "t1");
  await provider.create(inputs);
  expect(updates()).toMatchObject([{ Labels: {}, TaskTemplate: { ForceUpdate: 1 } }]);
});
