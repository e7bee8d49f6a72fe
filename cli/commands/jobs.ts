import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { jobOfRole } from "../../components/jobs/script";
import type { LightClient } from "../../docker/light-client";
import { UserError } from "../../shared/errors";
import { nearest } from "../../shared/nearest";
import { textTable } from "../../shared/text-table";
import { ago } from "./amounts-in-words";
import { type Colors, colorsFor } from "./colors";
import type { Run } from "./command";
import { nothingThere, type OpenPlace, openFor } from "./engine";
import { askJob, type Job, jobElsewhere, jobOf, statusOf } from "./job-state";
import { justAfter, linesOf, type Source, sourceOf } from "./log-sources";
import { clientOf } from "./nodes";
import { type Part, runs } from "./part";
import { partsFor } from "./ps";

/** `jobs`: what runs by a schedule, what its last run came to, and when it runs next. */
export const jobs: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  const parts = await jobParts(place, surroundings.machine.env);
  const now = Date.now();
  const { env } = surroundings.machine;
  const all = await Promise.all(parts.map((part) => lookAt(place, part, now, env)));
  if (line.has("json")) return print(JSON.stringify(all, null, 2));
  if (all.length === 0) {
    return print(
      `the stack ${place.id.stack} has no jobs; docs/jobs.md says how a command runs by a schedule`,
    );
  }
  print(jobTable(all, colorsFor(line, surroundings.machine.env), now).join("\n"));
};

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** The containers of a stack's jobs, by name. */
async function jobParts(place: OpenPlace, env: NodeJS.ProcessEnv): Promise<Part[]> {
  const all = await partsFor(place);
  if (all.length === 0) throw nothingThere(place, env);
  return all.filter(({ role }) => jobOfRole(role) !== undefined);
}

/** A job on a node whose engine nobody reaches from here is listed too. */
async function lookAt(place: OpenPlace, part: Part, now: number, env: NodeJS.ProcessEnv) {
  const client = await clientOf(place, part, undefined, env).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
  });
  return client ? jobOf(client, part, now) : jobElsewhere(place, part, now);
}

/** A table for people, with its heading. Pure. */
export function jobTable(all: readonly Job[], colors: Colors, now: number): string[] {
  const rows = all.map((job) => [
    job.name,
    job.schedule,
    job.timeZone,
    shownStateOf(job, colors, now),
    job.last ? `${ago(job.last.started, now)} ago` : "-",
    lastOf(job, colors),
    job.next ? `${job.next.slice(0, 16).replace("T", " ")} UTC` : "-",
  ]);
  return textTable([["JOB", "SCHEDULE", "ZONE", "STATE", "LAST", "RESULT", "NEXT"], ...rows]);
}

function shownStateOf({ state, run }: Job, { green, red }: Colors, now: number): string {
  if (run) return green(`running for ${ago(run.started, now)}`);
  return state === "waiting" ? state : red(state);
}

function lastOf({ last, timeout }: Job, { green, red }: Colors): string {
  switch (last?.outcome) {
    case undefined:
      return "-";
    case "ok":
      return green("ok");
    case "timeout":
      return red(`ended after ${timeout} s`);
    case "broken-off":
      return red("broken off");
    default:
      return red(`exit code ${last?.exitCode}`);
  }
}

/** How often a run that goes on is looked at, in milliseconds. */
const LOOK_MS = 500;
/** What the script ends with where a run goes on already. */
const RUNS_ALREADY = 4;
/** As `timeout` of coreutils ends. */
const TOOK_TOO_LONG = 124;

/** `jobs run`: has a job run now, and shows what it writes; its exit code becomes the command's. */
export const runJob: Run = async (line, surroundings) => {
  const place = openFor(line, surroundings);
  const { id } = place;
  const { env } = surroundings.machine;
  const part = await meantJob(place, line.operands[0], env);
  const client = await clientOf(place, part, undefined, env);
  const name = String(jobOfRole(part.role));
  const source = await sourceOf(client, part.id);
  if (!source) throw new UserError(`the container ${part.name} is gone`);
  let after = await lastTime(client, source);
  const run = randomBytes(6).toString("hex");
  const { exitCode, text } = await askJob(client, part, "now", run);
  if (exitCode === RUNS_ALREADY) {
    throw new UserError(
      `the job ${name} runs already, and never twice at once; to see what it writes: ./pulumiw logs ${part.role} -f --stack ${id.stack}`,
    );
  }
  if (exitCode !== 0) throw new UserError(`the job ${name} cannot be asked: ${text}`);
  for (;;) {
    const status = await statusOf(client, part);
    // Before the end is told: what was written until then is in the log.
    const isOver = status["last.id"] === run;
    const since = after && justAfter(after);
    for await (const { text, time } of linesOf(client, source, { since })) {
      print(text);
      after = time;
    }
    if (isOver)
      return status["last.outcome"] === "timeout"
        ? TOOK_TOO_LONG
        : Number(status["last.code"] || 1);
    await sleep(LOOK_MS);
  }
};

/** When the last line of a log was written, by the clock of its engine. */
async function lastTime(client: LightClient, source: Source): Promise<string | undefined> {
  let last: string | undefined;
  for await (const { time } of linesOf(client, source, { tail: "1" })) last = time;
  return last;
}

/** The container of the job that is meant. */
async function meantJob(
  place: OpenPlace,
  name: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Part> {
  const { stack } = place.id;
  const parts = await jobParts(place, env);
  const names = parts.map(({ role }) => String(jobOfRole(role)));
  const there = names.length > 0 ? `there is ${names.join(", ")}` : "it has none";
  if (name === undefined)
    throw new UserError(`jobs run: which job? In the stack ${stack} ${there}`);
  const part = parts.find(({ role }) => jobOfRole(role) === name);
  if (!part) {
    const meant = nearest(name, names);
    const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
    throw new UserError(`the stack ${stack} has no job ${name}${hint}; ${there}`);
  }
  if (!runs(part)) {
    throw new UserError(
      `the container ${part.name} of the job ${name} does not run (${part.state}); start it: ./pulumiw up --stack ${stack} --refresh`,
    );
  }
  return part;
}
