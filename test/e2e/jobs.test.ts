import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Job } from "../../cli/commands/job-state";
import { docker, execIn } from "../support/docker";
import { eventually } from "../support/http";
import { Project, succeeded } from "../support/project";
import { type Result, run } from "../support/pulumi-cli";

const NAME = "e2e-jobs";
const ROOT = resolve(__dirname, "../..");
const CONTAINER = `${NAME}-prod-job-slow`;
const VOLUME = `${NAME}-prod-uploads`;

// Each `up` and `destroy` is another engine's turn.
const project = new Project(NAME);

const settings = (version: string) => ({
  mode: "prod",
  database: "none",
  rollout: "recreate",
  app: {
    image: "python:3.13-slim",
    user: "1234:1234",
    command: ["python3", "-m", "http.server", "8000", "--directory", "/srv/uploads"],
    containerPort: 8000,
    port: 21500,
    healthPath: "/",
    env: { VERSION: version },
    volumes: { uploads: "/srv/uploads" },
  },
  jobs: {
    // Nothing of it is due while the test runs.
    slow: { command: "sleep 6; echo $VERSION >>/srv/uploads/runs", schedule: "0 0 29 2 *" },
    failing: {
      command: ["sh", "-c", "echo no; exit 3"],
      schedule: "@yearly",
      timeZone: "Asia/Kolkata",
    },
  },
});

function wrapper(...words: string[]): Promise<Result> {
  const hook = resolve(ROOT, "engine/typescript-hook.cjs");
  const main = resolve(ROOT, "cli/main.ts");
  const all = ["--require", hook, main, ...words, "--stack", "prod"];
  return run(process.execPath, all, { cwd: project.folder });
}

async function job(name: string): Promise<Job | undefined> {
  const all: Job[] = JSON.parse(succeeded(await wrapper("jobs", "--json")));
  return all.find((one) => one.name === name);
}

beforeAll(async () => {
  await project.stack("prod", settings("one"));
  await project.mustUp("prod");
});
afterAll(() => project.remove());

test("the exit code and the words of a run that is asked for", async () => {
  const { code, output } = await wrapper("jobs", "run", "failing");
  expect(code).toBe(3);
  expect(output).toContain("\nno\n");
  expect(await job("failing")).toMatchObject({
    state: "waiting",
    last: { why: "now", outcome: "failed", exitCode: 3 },
    next: expect.stringMatching(/-12-31T18:30:00\.000Z$/),
  });
});

test("a run comes to its end before another version takes over, and writes as the app's user", async () => {
  const asked = wrapper("jobs", "run", "slow");
  await eventually(async () => (await job("slow"))?.state === "running");
  const again = await wrapper("jobs", "run", "slow");
  expect(again.code).toBe(1);
  expect(again.output).toContain("the job slow runs already");

  project.configure("prod", settings("two"));
  const before = await docker.getContainer(CONTAINER).inspect();
  await project.mustUp("prod");
  const after = await docker.getContainer(CONTAINER).inspect();
  expect(after.Id).not.toBe(before.Id);
  await asked;
  expect((await job("slow"))?.last).toMatchObject({ outcome: "ok", exitCode: 0 });
  expect(await execIn(CONTAINER, "cat", "/srv/uploads/runs")).toBe("one\n");
  expect(await execIn(CONTAINER, "stat", "-c", "%u:%g", "/srv/uploads")).toBe("1234:1234\n");
});

test("a destroy leaves the volume, and the next up finds it", async () => {
  const output = succeeded(await project.destroy("prod"));
  expect(output).toContain(`Kept the data volume ${VOLUME}.`);
  await project.mustUp("prod");
  expect(await execIn(CONTAINER, "cat", "/srv/uploads/runs")).toBe("one\n");
  expect((await job("slow"))?.last, "its memory went with the stack").toBeNull();
});
