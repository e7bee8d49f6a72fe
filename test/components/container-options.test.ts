import { expect, test } from "vitest";
import { type ContainerOptions, workloadOf } from "../../components/container-options";
import { labels } from "../../components/labels";
import {
  asReadBack,
  containerInputs,
  goDuration,
} from "../../components/platforms/docker/container";
import { publish } from "../../components/platforms/docker/ports";

const id = { project: "widgets", stack: "dev" };
const inputsOf = (options: Partial<ContainerOptions>) =>
  containerInputs({
    ...workloadOf({ id, host: "unix:///docker.sock", ...options }, "app", { graceSeconds: 7 }),
    image: "widgets@sha256:0",
  });

test("without options: no limits, no restart, rotated logs, a stop grace", () => {
  expect(inputsOf({})).toEqual({
    image: "widgets@sha256:0",
    labels: labels(id, "app"),
    restart: "no",
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    cpus: undefined,
    memory: undefined,
    memorySwap: undefined,
    stopTimeout: 7,
    destroyGraceSeconds: 7,
    removeVolumes: true,
    mustRun: true,
  });
});

test("limits: memory in MB without swap on top, CPUs as they are read back", () => {
  expect(inputsOf({ limits: { cpus: 0.5, memory: 300, pids: 50 } })).toMatchObject({
    cpus: "0.5",
    memory: 300,
    memorySwap: 300,
  });
});

test("a restart policy is handed on", () => {
  expect(inputsOf({ restart: "unless-stopped" }).restart).toBe("unless-stopped");
});

test.each([
  ["json-file", { "max-size": "5m", "max-file": "2" }],
  ["local", { "max-size": "5m", "max-file": "2" }],
  ["journald", {}],
  ["none", {}],
])("the log driver %s is given only the options that it knows", (driver, logOpts) => {
  const inputs = inputsOf({ logs: { driver, maxSize: "5m", maxFile: 2 } });
  expect(inputs).toMatchObject({ logDriver: driver });
  expect(inputs.logOpts).toEqual(logOpts);
});

test.each([
  [1, "1.0"],
  [2, "2.0"],
  [0.1, "0.1"],
  [0.2, "0.2"],
  [0.25, "0.25"],
  [0.105, "0.105"],
  [1.5, "1.5"],
  [2.25, "2.25"],
  [1 / 3, "0.333333333"],
  [10, "10."],
  [20.5, "20.5"],
])("%d CPUs are read back as %s", (cpus, text) => {
  expect(asReadBack(cpus)).toBe(text);
});

test("a port is published on one address, over TCP", () => {
  expect(publish(80, { address: "127.0.0.1", port: 8091 })).toEqual([
    { internal: 80, external: 8091, ip: "127.0.0.1", protocol: "tcp" },
  ]);
  expect(publish(80, undefined)).toEqual([]);
});

test.each([
  [10, "10s"],
  [59, "59s"],
  [60, "1m0s"],
  [90, "1m30s"],
  [120, "2m0s"],
  [3600, "1h0m0s"],
  [5405, "1h30m5s"],
])("%d seconds are read back as %s", (seconds, text) => {
  expect(goDuration(seconds)).toBe(text);
});
