import { describe, expect, test } from "vitest";
import { Process, type ProcessArgs, WebApp, type WebAppArgs } from "../../components";
import { processFootprint } from "../../components/app/process";
import { PLATFORMS } from "../../shared/platforms";
import { record } from "../support/mocks";

const id = { project: "shop", stack: "prod" };
const GATE = "pulumi-nodejs:HealthGate process-worker-healthy";
const COMMAND = ["celery", "worker"];

const deploy = (args: Partial<ProcessArgs> = {}, app: Partial<WebAppArgs> = {}) =>
  record(() => {
    const { runtime } = new WebApp("app", {
      id,
      host: "unix:///var/run/docker.sock",
      image: "shop@sha256:0",
      network: "shop-prod",
      server: "debug",
      containerPort: 80,
      healthPath: "/healthz",
      ...app,
    });
    new Process("process-worker", { runtime, process: "worker", command: COMMAND, ...args });
  });

describe("a process of an app", () => {
  test("is told to stop by SIGTERM, has a grace of its own, and no check of the web server's", async () => {
    const recording = await deploy({ stopsFirst: true, stopGraceSeconds: 300 });
    const { inputs, options } = recording.get("docker:Container process-worker");
    expect(inputs).toMatchObject({
      name: "shop-prod-process-worker",
      command: COMMAND,
      stopSignal: "SIGTERM",
      stopTimeout: 300,
      destroyGraceSeconds: 300,
      healthcheck: { tests: ["NONE"] },
      networksAdvanced: [{ name: "shop-prod", aliases: ["worker"] }],
    });
    expect(options).toMatchObject({ deleteBeforeReplace: true });
    expect(recording.get(GATE).inputs.containers).toMatchObject([{ settleSeconds: 5 }]);
  });

  test("of which old and new ones may be there at once is replaced once the new ones are well", async () => {
    const recording = await deploy({ replicas: 2, healthCommand: ["CMD", "celery", "ping"] });
    const { inputs, options } = recording.get("docker:Container shop-prod-process-worker-2");
    expect(inputs.name).toBeUndefined();
    expect(inputs.healthcheck).toMatchObject({ tests: ["CMD", "celery", "ping"], interval: "30s" });
    expect(options.deleteBeforeReplace).toBe(false);
    const gate = recording.get(GATE).inputs;
    expect(gate).toMatchObject({ orphanGraceSeconds: 30 });
    expect(gate.containers).toMatchObject([{ runsCheck: true }, { runsCheck: true }]);
  });

  test("of a rolling app starts once the app answers; otherwise beside it", async () => {
    const rolling = await deploy({ stopsFirst: true }, { rollout: "rolling" });
    expect(rolling.get("docker:Container process-worker").dependencies).toContain(
      "pulumi-nodejs:Rollout app-rollout",
    );
    const recreated = await deploy({ stopsFirst: true });
    expect(recreated.get("docker:Container process-worker").dependencies).toEqual([]);
  });

  test("starts again with its source where that is mounted", async () => {
    const recording = await deploy({ stopsFirst: true }, { bindSource: "/home/me/app" });
    const { command, mounts } = recording.get("docker:Container process-worker").inputs;
    expect(command).toEqual([
      "sh",
      "-c",
      expect.stringContaining("watchfiles"),
      "reload",
      "30",
      "celery worker",
      ...COMMAND,
    ]);
    expect(mounts).toMatchObject([{ target: "/app" }]);
  });

  test("says which names it will have", () => {
    const of = (args: Partial<ProcessArgs>, platform = PLATFORMS.docker as { balances: boolean }) =>
      processFootprint(id, { process: "w", ...args }, platform);
    expect(of({ stopsFirst: true })).toEqual({ names: ["shop-prod-process-w"] });
    expect(of({ stopsFirst: true, replicas: 2 })).toEqual({
      names: ["shop-prod-process-w-1", "shop-prod-process-w-2"],
    });
    expect(of({ replicas: 2 }, PLATFORMS.swarm)).toEqual({ names: ["shop-prod-process-w"] });
    expect(of({})).toEqual({ hostNames: ["shop-prod-process-w-1-0123456"] });
  });
});

describe("a release command", () => {
  const RUN = "pulumi-nodejs:JobRun app-release-run";
  const releaseCommand = { command: ["flask", "db", "upgrade"] };

  test("has ended well before anything of the new version starts", async () => {
    const recording = await deploy({ stopsFirst: true }, { releaseCommand });
    for (const part of ["app", "process-worker"]) {
      expect(recording.get(`docker:Container ${part}`).dependencies).toContain(RUN);
    }
    const { inputs } = recording.get("docker:Container app-release");
    expect(inputs).toMatchObject({ name: "shop-prod-release", start: false, restart: "no" });
  });

  test("runs for another image or another command, and not for what else changes", async () => {
    const runOf = async (app: Partial<WebAppArgs>) => (await deploy({}, app)).get(RUN);
    const { inputs } = await runOf({ releaseCommand });
    expect((await runOf({ releaseCommand, env: { A: "b" }, secrets: { a: "b" } })).inputs).toEqual(
      inputs,
    );
    const others: Partial<WebAppArgs>[] = [
      { releaseCommand, image: "shop@sha256:1" },
      { releaseCommand: { command: ["flask", "init"] } },
      { releaseCommand: { ...releaseCommand, runAgain: "2026-07-01" } },
    ];
    for (const other of others) expect((await runOf(other)).inputs).not.toEqual(inputs);
  });

  test("is not run again for another limit alone, which is a label of its container", async () => {
    const limited = await deploy({}, { releaseCommand: { ...releaseCommand, timeoutSeconds: 60 } });
    expect(limited.get(RUN).inputs).toEqual((await deploy({}, { releaseCommand })).get(RUN).inputs);
    expect(limited.get("docker:Container app-release").inputs.labels).toContainEqual({
      label: "berth.timeout",
      value: "60",
    });
  });

  test("does not run for another image where a release is pinned, unless asked to", async () => {
    const pinned = { ...releaseCommand, isPinned: true };
    const recording = await deploy({}, { releaseCommand: pinned });
    expect(recording.get(RUN).options.ignoreChanges).toEqual(["key"]);
  });
});
