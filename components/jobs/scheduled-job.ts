import * as pulumi from "@pulumi/pulumi";
import { offsetsOf, offsetsText } from "../../shared/cron/zone";
import { type AppRuntime, appRuntime } from "../app/runtime";
import { DataVolume } from "../data-volume";
import type { Footprint } from "../footprint";
import { type HealthCheck, patientCheck } from "../health-checks";
import { nameOf, type StackId } from "../labels";
import { JOB_VARIABLES, jobRole, STATE_FOLDER, scheduleCommand } from "./script";

export interface ScheduledJobArgs {
  /** Of the job: its container is `project-stack-job-NAME`. */
  job: string;
  /** What it shares with the app: image, environment, secrets, user, networks and volumes. */
  runtime: AppRuntime;
  /**
   * Reference of an image that it runs in.
   *
   * @default the app's
   */
  image?: string;
  /**
   * What has to be there before a version of the job takes the place of another, such as the app's `ready`.
   *
   * @default what the app needs
   */
  after?: pulumi.Resource;
  /** Words of the command. */
  command: string[];
  /** A cron line whose five fields are numbers, lists of numbers, or `*`. */
  schedule: string;
  /**
   * The IANA name of the schedule's time zone.
   *
   * @default "UTC"
   */
  timeZone?: string;
  /**
   * Seconds that a run may take.
   *
   * @default 3600
   */
  timeoutSeconds?: number;
  /**
   * Seconds that a run may go on for when the container is stopped.
   *
   * @default `timeoutSeconds`
   */
  graceSeconds?: number;
}

const TIMEOUT_SECONDS = 3600;
const START_SECONDS = 60;

const stateRole = (job: string) => `${jobRole(job)}-state`;

/** What a job will have. */
export function scheduledJobFootprint(
  id: StackId,
  { job, image }: Pick<ScheduledJobArgs, "job" | "image">,
): Partial<Footprint> {
  return {
    names: [nameOf(id, jobRole(job))],
    volumes: [nameOf(id, stateRole(job))],
    images: image === undefined ? [] : [image],
  };
}

/**
 * A command that runs by a schedule, one run at a time, in a container of its own that waits for the next
 * one. A new version of it starts only when the old one is gone, whose run comes to its end first.
 */
export class ScheduledJob extends pulumi.ComponentResource {
  readonly containerName: string;
  /** `job-NAME`. */
  readonly role: string;

  constructor(name: string, args: ScheduledJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:ScheduledJob", name, {}, opts);
    const { job, command, timeZone = "UTC", timeoutSeconds = TIMEOUT_SECONDS } = args;
    const runtime = runtimeOf(name, args, this);
    const { platform, needs } = runtime;
    this.role = jobRole(job);
    const workload = runtime.workload({
      role: this.role,
      entrypoint: scheduleCommand("start"),
      command,
      env: {
        [JOB_VARIABLES.schedule]: args.schedule,
        [JOB_VARIABLES.timeZone]: timeZone,
        [JOB_VARIABLES.offsets]: offsetsText(offsetsOf(timeZone)),
        [JOB_VARIABLES.timeout]: String(timeoutSeconds),
        [JOB_VARIABLES.state]: STATE_FOLDER,
      },
      health: aliveCheck(runtime),
      graceSeconds: args.graceSeconds ?? timeoutSeconds,
    });
    const { id, host, image, user, volumes = [] } = workload;
    this.containerName = nameOf(id, this.role);
    const owner = { host, image, user, target: STATE_FOLDER };
    const state = new DataVolume(
      `${name}-state`,
      { id, platform, role: stateRole(job), owner },
      { parent: this },
    );
    platform.singleton(
      name,
      {
        ...workload,
        volumes: [...volumes, { target: STATE_FOLDER, volume: state.volumeName }],
      },
      { startSeconds: START_SECONDS, on: "data" },
      { parent: this, dependsOn: args.after ? [...needs, args.after] : needs },
    );
    this.registerOutputs({ containerName: this.containerName });
  }
}

/** The app's, or the same with another image, whose user reads the secrets. */
function runtimeOf(
  name: string,
  { image, runtime }: ScheduledJobArgs,
  parent: pulumi.Resource,
): AppRuntime {
  if (image === undefined) return runtime;
  const { args, platform } = runtime;
  const pulled = platform.image(`${name}-image`, image, args.host, parent);
  return appRuntime(name, { ...args, image: pulled }, parent);
}

/** What runs alone for most of the day is not worth a look every two seconds. */
function aliveCheck({ platform }: AppRuntime): HealthCheck {
  const tests = ["CMD-SHELL", `kill -0 "$(cat ${STATE_FOLDER}/pid)"`];
  const check = patientCheck(tests, START_SECONDS, platform.supports);
  // A task counts as one that runs only after its first check.
  return platform.supports.endsUnhealthy ? check : { ...check, interval: 30 };
}

/** The jobs of an app; a version of one starts once the app's is ready. */
export const scheduleJobs = (
  all: readonly Omit<ScheduledJobArgs, "runtime" | "after">[],
  { runtime, ready: after }: { runtime: AppRuntime; ready: pulumi.Resource },
  opts: pulumi.ComponentResourceOptions,
): ScheduledJob[] =>
  all.map((args) => new ScheduledJob(jobRole(args.job), { ...args, runtime, after }, opts));
