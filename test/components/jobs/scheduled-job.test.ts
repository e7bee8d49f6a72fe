import { expect, test } from "vitest";
import { ScheduledJob, type ScheduledJobArgs, WebApp } from "../../../components";
import { record } from "../../support/mocks";

const id = { project: "widgets", stack: "prod" };

const deploy = (args: Partial<ScheduledJobArgs> = {}) =>
  record(() => {
    const app = new WebApp("app", {
      ...{ id, host: "unix:///nowhere/docker.sock", image: "widgets@sha256:0" },
      ...{ network: "widgets-prod", server: "debug", containerPort: 80, healthPath: "/up" },
      ...{ secrets: { token: "t" }, env: { COLOR: "red" }, hardening: { readOnly: true } },
      volumes: [{ target: "/srv/uploads", volume: "widgets-prod-uploads" }],
    });
    const { runtime, ready: after } = app;
    const job = { job: "cleanup", command: ["clean", "up"], schedule: "30 2 * * *", ...args };
    return new ScheduledJob("job-cleanup", { ...job, runtime, after });
  });

test("a job's container has what the app's has, and waits for the schedule", async () => {
  const recording = await deploy({ timeZone: "Asia/Kolkata", timeoutSeconds: 600 });
  const { inputs, options, dependencies } = recording.get("docker:Container job-cleanup");
  expect(inputs).toMatchObject({
    name: "widgets-prod-job-cleanup",
    image: "widgets@sha256:0",
    entrypoints: ["sh", "-c", expect.stringContaining("next_run()"), "job", "start"],
    command: ["clean", "up"],
    envs: expect.arrayContaining([
      "COLOR=red",
      "BERTH_JOB_SCHEDULE=30 2 * * *",
      "BERTH_JOB_ZONE=Asia/Kolkata",
      "BERTH_JOB_OFFSETS=0:330",
      "BERTH_JOB_TIMEOUT=600",
      "BERTH_JOB_STATE=/var/lib/berth",
    ]),
    readOnly: true,
    // A run comes to its end before another version takes its place.
    stopTimeout: 600,
    destroyGraceSeconds: 600,
    volumes: [
      { containerPath: "/srv/uploads", volumeName: "widgets-prod-uploads" },
      { containerPath: "/var/lib/berth", volumeName: "widgets-prod-job-cleanup-state" },
      { containerPath: "/run/secrets", readOnly: true },
    ],
  });
  expect(JSON.stringify(inputs)).not.toContain("docker.sock");
  expect(inputs.ports).toEqual([]);
  expect(options.deleteBeforeReplace).toBe(true);
  expect(dependencies).toContain("pulumi-nodejs:HealthGate app-healthy");
});

test("what it remembers is the app's user's, and goes with the stack", async () => {
  const recording = await deploy();
  expect(recording.get("docker:Volume job-cleanup-state").options.retainOnDelete).toBe(false);
  expect(recording.get("pulumi-nodejs:VolumeOwner job-cleanup-state-owner").inputs).toMatchObject({
    volume: "widgets-prod-job-cleanup-state",
    target: "/var/lib/berth",
    image: "widgets@sha256:0",
  });
});

test("a run has an hour, and the grace that it is given", async () => {
  const { inputs } = (await deploy({ graceSeconds: 5 })).get("docker:Container job-cleanup");
  expect(inputs.envs).toContain("BERTH_JOB_TIMEOUT=3600");
  expect(inputs.stopTimeout).toBe(5);
});

test("an image of its own is pulled, and its user reads the app's secrets", async () => {
  const recording = await deploy({ image: "postgres:18" });
  const { inputs } = recording.get("docker:Container job-cleanup");
  expect(inputs.image).toBe("id of postgres:18");
  expect(inputs.envs).toContain("COLOR=red");
  expect(recording.get("pulumi-nodejs:ImageUser job-cleanup-secrets-user").inputs.image).toBe(
    "id of postgres:18",
  );
});
