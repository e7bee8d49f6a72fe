import { JOB_VARIABLES, jobOfRole, scheduleCommand } from "../../components/jobs/script";
import { EngineAnswer, type LightClient } from "../../docker/light-client";
import { writtenLines } from "../../docker/written-lines";
import { cronFields } from "../../shared/cron/fields";
import { nextRun } from "../../shared/cron/next-run";
import { offsetsIn } from "../../shared/cron/zone";
import { envEntries } from "../../shared/env-lines";
import { UserError } from "../../shared/errors";
import { inspect } from "./containers";
import type { OpenPlace } from "./engine";
import { type Part, runs } from "./part";
import { servicesOf } from "./tasks";

/** How a run ended; `broken-off` with its container. */
type Outcome = "ok" | "failed" | "timeout" | "broken-off";

/** A run of a job. */
export interface JobRun {
  /** Whether it was due, made up for, or asked for. */
  why: "schedule" | "missed" | "now";
  /** In ISO 8601. */
  started: string;
}

export interface EndedRun extends JobRun {
  outcome: Outcome;
  /** Null where it was broken off. */
  ended: string | null;
  exitCode: number | null;
}

/** A job of a stack, as its container tells of it. */
export interface Job {
  name: string;
  container: string;
  /** `running`, `waiting`, or what keeps its container from running it. */
  state: string;
  schedule: string;
  timeZone: string;
  /** Seconds. */
  timeout: number;
  run: JobRun | null;
  last: EndedRun | null;
  /** In ISO 8601; null where nothing runs it. */
  next: string | null;
}

/** What a command in a container came to. */
export interface Answer {
  exitCode: number;
  text: string;
}

/**
 * Has a job's container run a command of its script.
 *
 * @throws UserError where the container does not run.
 */
export async function askJob(client: LightClient, part: Part, ...words: string[]): Promise<Answer> {
  try {
    const body = {
      Cmd: scheduleCommand(...words),
      ...{ AttachStdout: true, AttachStderr: true },
    };
    const { Id } = await client.ask<{ Id: string }>("POST", `/containers/${part.id}/exec`, {
      body,
    });
    const start = { body: { Detach: false, Tty: false } };
    const lines: string[] = [];
    const stream = await client.hijack(`/exec/${Id}/start`, start);
    for await (const { text } of writtenLines(stream, false)) lines.push(text);
    const { ExitCode } = await client.ask<{ ExitCode: number | null }>("GET", `/exec/${Id}/json`);
    return { exitCode: ExitCode ?? -1, text: lines.join("\n") };
  } catch (error) {
    if (!(error instanceof EngineAnswer)) throw error;
    throw new UserError(`the job ${jobOfRole(part.role)} cannot be asked: ${error.message}`);
  }
}

/** What a job's script tells of its runs, by key: `running.started`, `last.code`. */
export type Status = Readonly<Record<string, string>>;

export async function statusOf(client: LightClient, part: Part): Promise<Status> {
  return statusIn((await askJob(client, part, "status")).text);
}

/** Pure. */
export const statusIn = (text: string): Status =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [, key, value] = /^([a-z]+\.[a-z]+)=(.*)$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, value ?? ""]];
    }),
  );

/**
 * A job with all that is known of it.
 *
 * @param client of the engine that has its container.
 */
export async function jobOf(client: LightClient, part: Part, now: number): Promise<Job> {
  const found = await inspect(client, part.id);
  const status = runs(part) ? await statusOf(client, part) : {};
  const here = { ...part, elsewhere: undefined };
  return describe(here, new Map(envEntries(found?.Config.Env)), status, now);
}

/** A job whose container is on a node that cannot be asked: what its service says of it. */
export async function jobElsewhere(place: OpenPlace, part: Part, now: number): Promise<Job> {
  const [service] = await servicesOf(place.client, place.id, part.role);
  const { ContainerSpec: container } = service?.Spec.TaskTemplate ?? {};
  return describe(part, new Map(envEntries(container?.Env)), {}, now);
}

/** Pure. */
export function describe(
  part: Pick<Part, "role" | "name" | "state" | "elsewhere" | "node">,
  env: ReadonlyMap<string, string>,
  status: Status,
  now: number,
): Job {
  const schedule = env.get(JOB_VARIABLES.schedule) ?? "";
  const fields = cronFields(schedule);
  const offsets = offsetsIn(env.get(JOB_VARIABLES.offsets) ?? "");
  const isRun = part.state === "running";
  const next = isRun && fields ? nextRun(fields, offsets, Math.floor(now / 60_000)) : undefined;
  const waiting = part.elsewhere === undefined ? "waiting" : `on the node ${part.node}`;
  return {
    name: jobOfRole(part.role) ?? part.role,
    container: part.name,
    state: !isRun ? part.state : status["running.started"] ? "running" : waiting,
    schedule,
    timeZone: env.get(JOB_VARIABLES.timeZone) ?? "",
    timeout: Number(env.get(JOB_VARIABLES.timeout) ?? 0),
    run: status["running.started"] ? runIn(status, "running") : null,
    last: status["last.started"] ? endedIn(status) : null,
    next: next === undefined ? null : new Date(next * 60_000).toISOString(),
  };
}

const time = (seconds: string | undefined) => new Date(Number(seconds) * 1000).toISOString();

const runIn = (status: Status, which: "running" | "last"): JobRun => ({
  why: status[`${which}.why`] as JobRun["why"],
  started: time(status[`${which}.started`]),
});

const endedIn = (status: Status): EndedRun => ({
  ...runIn(status, "last"),
  outcome: status["last.outcome"] as Outcome,
  ended: status["last.ended"] ? time(status["last.ended"]) : null,
  exitCode: status["last.code"] ? Number(status["last.code"]) : null,
});
