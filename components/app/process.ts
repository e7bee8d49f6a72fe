import * as pulumi from "@pulumi/pulumi";
import type { Supports } from "../../shared/platforms";
import type { Footprint } from "../footprint";
import { type HealthCheck, NO_CHECK, patientCheck } from "../health-checks";
import { nameByChance, nameOf, type StackId } from "../labels";
import type { ContainerLimits, LogOptions } from "../platforms/workload";
import { reloading } from "./reloading";
import type { AppRuntime } from "./runtime";

export interface ProcessArgs {
  /** What it runs with: the app's. */
  runtime: AppRuntime;
  /** Its name, by which it is also reached on the app's networks. */
  process: string;
  /** Words of the command, which the image's ENTRYPOINT is given where it has one. */
  command: string[];
  /**
   * How many run at once.
   *
   * @default 1
   */
  replicas?: number;
  /**
   * Whether the old version's are gone before one of the new version starts. Otherwise they are told to stop
   * once the new ones are well, and both work for a while.
   *
   * @default false
   */
  stopsFirst?: boolean;
  /**
   * A health check, in Docker's words: `["CMD", "program", ...]` or `["CMD-SHELL", "a line"]`.
   *
   * @default none: it is well once it has run for five seconds without a restart
   */
  healthCommand?: string[];
  /**
   * Seconds between SIGTERM and SIGKILL: how long it may take to finish what it is at.
   *
   * @default 30
   */
  stopGraceSeconds?: number;
  /** @default the app's */
  limits?: ContainerLimits;
  /** @default the app's */
  logs?: LogOptions;
}

const STOP_GRACE_SECONDS = 30;
const START_SECONDS = 60;
const SETTLE_SECONDS = 5;

/** The role of a process of that name. */
export const processRole = (process: string): string => `process-${process}`;

/** What a process will have. */
export function processFootprint(
  id: StackId,
  { process, replicas, stopsFirst }: Pick<ProcessArgs, "process" | "replicas" | "stopsFirst">,
  { balances }: Pick<Supports, "balances">,
): Partial<Footprint> {
  const role = processRole(process);
  const { length: last } = Array.from({ length: replicas ?? 1 });
  if (balances || (stopsFirst && last === 1)) return { names: [nameOf(id, role)] };
  if (!stopsFirst) return { hostNames: [nameByChance(id, `${role}-${last}`)] };
  return { names: Array.from({ length: last }, (_, index) => nameOf(id, role, index + 1)) };
}

/**
 * A process of the app beside its web server, such as a worker: from the same image, with the same
 * environment, secrets, networks and volumes.
 */
export class Process extends pulumi.ComponentResource {
  /** `process-NAME`. */
  readonly role: string;
  /** Names of the containers by role: `process-NAME`, or `process-NAME-1`, ...; on a Swarm that of the service. */
  readonly containers: Record<string, pulumi.Input<string>>;
  /** Is there when it was seen well. */
  readonly ready: pulumi.CustomResource;

  constructor(name: string, args: ProcessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("berth:docker:Process", name, {}, opts);
    const { runtime, process, command, replicas = 1, stopsFirst = false } = args;
    const { platform, needs } = runtime;
    const graceSeconds = args.stopGraceSeconds ?? STOP_GRACE_SECONDS;
    this.role = processRole(process);
    const workload = runtime.workload({
      role: this.role,
      command: runtime.reloads ? reloading(command, graceSeconds) : command,
      health: healthOf(args),
      limits: args.limits,
      logs: args.logs,
      graceSeconds,
      aliases: [process],
    });
    const { containers, ready } = platform.background(
      name,
      // The image's own may be of its web server, such as nginx's SIGQUIT.
      { ...workload, stopSignal: "SIGTERM" },
      { replicas, stopsFirst, startSeconds: START_SECONDS, settleSeconds: SETTLE_SECONDS },
      { parent: this, dependsOn: needs },
    );
    this.containers = containers;
    this.ready = ready;
    this.registerOutputs({ containers });
  }
}

/** A program that is started for each check is not to be so every two seconds. */
function healthOf({ healthCommand, runtime }: ProcessArgs): HealthCheck {
  if (!healthCommand) return NO_CHECK;
  const { supports } = runtime.platform;
  const check = patientCheck(runtime.check(healthCommand), START_SECONDS, supports);
  // A task of a Swarm counts as one that runs only after its first check.
  return { ...check, interval: supports.endsUnhealthy ? 10 : 30, timeout: 30 };
}

/** The processes of an app. */
export const startProcesses = (
  all: readonly Omit<ProcessArgs, "runtime">[],
  { runtime }: { runtime: AppRuntime },
  opts: pulumi.ComponentResourceOptions,
): Process[] =>
  all.map((args) => new Process(processRole(args.process), { ...args, runtime }, opts));
