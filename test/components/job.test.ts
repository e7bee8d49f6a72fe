import { expect, test } from "vitest";
import { Job, type JobArgs } from "../../components";
import { labels } from "../../components/labels";
import { record, settled } from "../support/mocks";

const id = { project: "pages", stack: "dev" };
const host = "unix:///var/run/docker.sock";

const deploy = (args: Partial<JobArgs> = {}) =>
  record(() => new Job("fetch", { id, host, image: "sha256:0", ...args }));

test("a container that its run starts, once", async () => {
  const recording = await deploy();
  expect(recording.tree()).toEqual([
    "berth:docker:Job fetch",
    "  docker:index/container:Container fetch",
    "  pulumi-nodejs:dynamic/berth:JobRun fetch-run",
  ]);
  const { inputs, options } = recording.get("docker:Container fetch");
  expect(inputs).toEqual({
    name: "pages-dev-fetch",
    image: "sha256:0",
    labels: labels(id, "fetch"),
    envs: [],
    volumes: [],
    init: true,
    start: false,
    mustRun: false,
    restart: "no",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    stopTimeout: 10,
    destroyGraceSeconds: 10,
    removeVolumes: true,
  });
  expect(options).toEqual({ deleteBeforeReplace: true });
  expect(recording.get("pulumi-nodejs:JobRun fetch-run").inputs).toMatchObject({
    host,
    container: { name: "pages-dev-fetch", id: "id of fetch" },
  });
});

test("what it is given", async () => {
  const recording = await deploy({
    command: ["fetch", "--all"],
    env: { SITE_URL: "https://example.com" },
    volumes: [{ target: "/data", volume: "pages-dev-data" }],
    network: "pages-dev",
    limits: { cpus: 0.5, memory: 64, pids: 20 },
    runAgain: "2026-01-31",
  });
  expect(recording.get("docker:Container fetch").inputs).toMatchObject({
    command: ["fetch", "--all"],
    envs: ["SITE_URL=https://example.com"],
    volumes: [{ volumeName: "pages-dev-data", containerPath: "/data" }],
    networksAdvanced: [{ name: "pages-dev" }],
    cpus: "0.5",
    memory: 64,
    memorySwap: 64,
    labels: [...labels(id, "fetch"), { label: "berth.run-again", value: "2026-01-31" }],
  });
  expect(recording.get("pulumi-nodejs:JobRun fetch-run").dependencies).toContain(
    "pulumi-nodejs:PidsLimit fetch-pids",
  );
});

test("what it says of itself", async () => {
  const recording = await deploy();
  const outputs = { containerName: "pages-dev-fetch", logs: "docker logs pages-dev-fetch" };
  expect(await settled(recording.value.logs)).toBe(outputs.logs);
  expect(recording.get("berth:Job fetch").outputs).toEqual(outputs);
});
