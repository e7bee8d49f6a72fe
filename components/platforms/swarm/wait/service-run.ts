import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { changeService } from "../../../../docker/change-service";
import { connect } from "../../../../docker/connect";
import { orMissing } from "../../../../docker/missing";
import type { NodeInfo } from "../../../../docker/node-label";
import { tasksOf } from "../../../../docker/service-tasks";
import { TIMEOUT_LABEL } from "../../../labels";
import { steady } from "../../../steady";
import { showLog } from "../../docker/wait/shown-log";
import { runningOnce } from "../../once";
import type { ListedTask } from "./service-state";
import { troubleOf } from "./service-verdict";
import { followedLog, lastLines, whereOf } from "./task-report";

export interface ServiceRunArgs {
  /** Address of a manager's engine. */
  host: string;
  /** Id of the service, which is made with no task at all. A new id makes it run. */
  service: pulumi.Input<string>;
  /** Its name, for messages. */
  name: string;
  /** Another key makes it run, too. */
  key?: pulumi.Input<string>;
  runAgain?: string;
  /** What an error says beside the end of the log. */
  wayOut?: string;
}

interface Inputs {
  host: string;
  service: string;
  name: string;
  wayOut?: string;
}

type Task = ListedTask & { CreatedAt: string };

const POLL_MS = 300;

/** States of a task whose container has been started. */
const HAS_LOG = ["running", "complete"];

/** States that a task ends in without having done its work: those of a node that left, too. */
const FAILED = ["failed", "rejected", "shutdown", "orphaned", "remove"];

/**
 * Has the service run one task, shows what it writes, and waits for its end: however long it takes, or as
 * long as the service's label allows. One that an interrupted `up` left behind is waited for, or has done
 * its work.
 *
 * @throws Error with what the task said, and the end of its log, where its exit code is not 0; or
 * when the node that runs it is down.
 */
async function runToEnd({ host, service, name, wayOut }: Inputs): Promise<void> {
  const docker = connect(host);
  const before = await tasksOf<Task>(docker, service);
  const left = newestOf(before);
  const isFollowed = left !== undefined && !hasFailed(left) && !(await isLost(docker, left));
  if (!isFollowed) await begin(docker, service);
  const ended = new Set(isFollowed ? [] : before.map(({ ID }) => ID));
  const limit = await limitOf(docker, service);
  let shown: (() => Promise<boolean>) | undefined;
  let end = Number.POSITIVE_INFINITY;
  let said = "";
  for (;;) {
    const tasks = await tasksOf<Task>(docker, service);
    const task = newestOf(tasks.filter(({ ID }) => !ended.has(ID)));
    if (task && !shown && HAS_LOG.includes(task.Status.State)) {
      const open = () => followedLog(docker, task.ID);
      shown = showLog(open, name, `docker service logs ${name}`);
      end = Date.now() + limit * 1000;
    }
    if (task?.Status.State === "complete") {
      await shown?.();
      return;
    }
    if (task && Date.now() > end) {
      const why = `the job ${name} went on for more than ${limit} s, all that it may take, and was ended`;
      const lines = [
        why,
        await lastLines(docker, task.ID),
        ...(wayOut === undefined ? [] : [wayOut]),
      ];
      await shown?.();
      await endTask(docker, service);
      throw new Error(lines.join("\n"));
    }
    if (task && hasFailed(task)) {
      await shown?.();
      const log = await lastLines(docker, task.ID);
      const lines = [`the job ${name} failed: ${troubleOf(task)}`, log];
      throw new Error([...lines, ...(wayOut === undefined ? [] : [wayOut])].join("\n"));
    }
    if (task && (await isLost(docker, task))) {
      throw new Error(
        `the job ${name} was${await whereOf(docker, task)}, a node that is down now: whether it has done its work is not known; the next pulumi up runs it again`,
      );
    }
    const line = `${name}: ${task?.Status.Err ?? task?.Status.State ?? "new"}`;
    if (line !== said) console.log(line);
    said = line;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

interface Spec {
  Labels?: Record<string, string>;
  Mode: { Replicated: { Replicas: number } };
  TaskTemplate: { ForceUpdate?: number };
}

/**
 * Asks for a task. Nothing is noted in the service's labels, as that is what a refresh would take for a
 * change of it.
 */
const begin = (docker: Docker, id: string) => changeService(docker, id, withAnotherTask);

/** Seconds that a task may take. */
async function limitOf(docker: Docker, id: string): Promise<number> {
  const { Spec: spec }: { Spec: Spec } = await docker.getService(id).inspect();
  return Number(spec.Labels?.[TIMEOUT_LABEL] ?? Number.POSITIVE_INFINITY);
}

/** Ends what runs, and waits until it has. */
async function endTask(docker: Docker, id: string): Promise<void> {
  await changeService<Spec>(docker, id, (spec) => ({ ...spec, Mode: replicas(0) }));
  while (
    (await tasksOf<Task>(docker, id)).some(({ Status: { State: state } }) => state === "running")
  ) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const replicas = (Replicas: number) => ({ Replicated: { Replicas } });

/** Only another specification makes another task, where one has ended. */
const withAnotherTask = (spec: Spec): Spec => ({
  ...spec,
  Mode: replicas(1),
  TaskTemplate: { ...spec.TaskTemplate, ForceUpdate: (spec.TaskTemplate.ForceUpdate ?? 0) + 1 },
});

const hasFailed = ({ Status: { State: state } }: Task) => FAILED.includes(state);

/** Swarm writes off a task whose node is down, and hears of its end only if that comes back. */
async function isLost(docker: Docker, task: Task): Promise<boolean> {
  const { NodeID: node, DesiredState: wanted, Status: status } = task;
  const hasEnded = status.State === "complete" || hasFailed(task);
  if (wanted !== "shutdown" || hasEnded || node === undefined) return false;
  const found = await orMissing<NodeInfo>(docker.getNode(node).inspect());
  return found?.Status.State !== "ready";
}

const newestOf = (tasks: readonly Task[]): Task | undefined =>
  [...tasks].sort((one, other) => Date.parse(other.CreatedAt) - Date.parse(one.CreatedAt))[0];

const runs = runningOnce(({ name }: Inputs) => name, runToEnd);
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = steady("ServiceRun", runs);

/** Is there only when a service's task ended with exit code 0. What depends on it starts after that. */
export class ServiceRun extends pulumi.dynamic.Resource {
  constructor(name: string, args: ServiceRunArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "ServiceRun");
  }
}
