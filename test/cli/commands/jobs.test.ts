import { expect, test } from "vitest";
import { describe, statusIn } from "../../../cli/commands/job-state";
import { jobTable } from "../../../cli/commands/jobs";
import { fakeEngine } from "../../docker/fake-engine";
import { commandLine, container, engineWith } from "./answers";

const shell = commandLine();

const NOW = Date.parse("2026-11-30T17:00:30Z");
const PART = { role: "job-cleanup", name: "widgets-prod-job-cleanup", state: "running" };
const ENV = new Map([
  ["BERTH_JOB_SCHEDULE", "30 2 * * *"],
  ["BERTH_JOB_ZONE", "Asia/Kolkata"],
  ["BERTH_JOB_OFFSETS", "0:330"],
  ["BERTH_JOB_TIMEOUT", "600"],
]);
const at = (time: string) => String(Date.parse(time) / 1000);

const ENDED = `last.id=abc
last.why=schedule
last.started=${at("2026-11-29T21:00:00Z")}
last.ended=${at("2026-11-29T21:00:12Z")}
last.code=3
last.outcome=failed`;

test("what a job's container tells of its runs", () => {
  const status = statusIn(
    `running.id=x\nrunning.why=now\nrunning.started=${at("2026-11-30T17:00:00Z")}\n${ENDED}`,
  );
  expect(describe(PART, ENV, status, NOW)).toEqual({
    name: "cleanup",
    container: "widgets-prod-job-cleanup",
    state: "running",
    schedule: "30 2 * * *",
    timeZone: "Asia/Kolkata",
    timeout: 600,
    run: { why: "now", started: "2026-11-30T17:00:00.000Z" },
    last: {
      why: "schedule",
      started: "2026-11-29T21:00:00.000Z",
      outcome: "failed",
      ended: "2026-11-29T21:00:12.000Z",
      exitCode: 3,
    },
    next: "2026-11-30T21:00:00.000Z",
  });
});

test("a run that was broken off has neither an end nor an exit code", () => {
  const text = ENDED.replace(/ended=.*/, "ended=")
    .replace("code=3", "code=")
    .replace("failed", "broken-off");
  expect(describe(PART, ENV, statusIn(text), NOW).last).toMatchObject({
    ...{ outcome: "broken-off", ended: null, exitCode: null },
  });
});

test("one that does not run has no next run", () => {
  const job = describe({ ...PART, state: "exited" }, ENV, {}, NOW);
  expect(job).toMatchObject({ state: "exited", run: null, last: null, next: null });
});

test.each([
  ["failed", "exit code 3"],
  ["ok", "ok"],
  ["timeout", "ended after 600 s"],
  ["broken-off", "broken off"],
])("%s is told as %s", (outcome, words) => {
  const plain = (text: string) => text;
  const colors = { red: plain, green: plain, yellow: plain, dim: plain, byNumber: () => plain };
  const job = describe(PART, ENV, statusIn(ENDED.replace("failed", outcome)), NOW);
  const [heading, row] = jobTable([job], colors, NOW);
  expect(heading?.replace(/ +/g, " ")).toBe("JOB SCHEDULE ZONE STATE LAST RESULT NEXT");
  expect(row?.replace(/ +/g, " ")).toBe(
    `cleanup 30 2 * * * Asia/Kolkata waiting 20 h ago ${words} 2026-11-30 21:00 UTC`,
  );
});

test.each([
  ["jobs run", "jobs run: which job? In the stack prod there is cleanup"],
  ["jobs run clean", "the stack prod has no job clean (did you mean cleanup?); there is cleanup"],
  [
    "jobs run cleanup",
    "the container widgets-prod-job-cleanup of the job cleanup does not run (exited); start it: ./pulumiw up --stack prod --refresh",
  ],
])("%s is refused in words", async (words, message) => {
  const { address } = await fakeEngine(
    engineWith([container("app"), container("job-cleanup", { State: { Status: "exited" } })]),
  );
  shell.settings({ host: address });
  await expect(shell.run(words)).rejects.toThrow(message);
});

test("a stack without jobs says how there would be some", async () => {
  const { address } = await fakeEngine(engineWith([container("app")]));
  shell.settings({ host: address });
  await shell.run("jobs");
  expect(shell.printed).toBe(
    "the stack prod has no jobs; docs/jobs.md says how a command runs by a schedule\n",
  );
});
