import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { connect } from "../../docker/connect";
import { tasksOf } from "../../docker/service-tasks";
import { isFailed, type TaskInfo, troubleOf } from "./convergence";
import { lastLines } from "./wait-until-converged";

export interface ServiceRunArgs {
  /** Address of a manager's engine. */
  host: string;
  /** Id of the service, whose one task is not started again. A new id makes it wait. */
  service: pulumi.Input<string>;
  /** Its name, for messages. */
  name: string;
}

interface Inputs {
  host: string;
  service: string;
  name: string;
}

const POLL_MS = 300;

/** Label of the task whose failure was told: the next look at it makes another one. */
const TOLD = "berth.failed-task";

/**
 * Waits for the end of a service's task, however long it takes. One that has failed before is started
 * again.
 *
 * @throws Error with what the task said, and the end of its log, where its exit code is not 0.
 */
async function runToEnd({ host, service, name }: Inputs): Promise<void> {
  const docker = connect(host);
  const told = await runAgain(docker, service);
  let said = "";
  for (;;) {
    const task = await lastTask(docker, service, told);
    if (task?.Status.State === "complete") return;
    if (task && isFailed(task)) {
      await change(docker, service, (spec) => ({
        ...spec,
        Labels: { ...spec.Labels, [TOLD]: task.ID },
      }));
      const log = await lastLines(docker, task.ID);
      throw new Error(`the job ${name} failed: ${troubleOf(task)}\n${log}`);
    }
    const line = `${name}: ${task?.Status.Err ?? task?.Status.State ?? "new"}`;
    if (line !== said) console.log(line);
    said = line;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** @returns id of the task that had failed; undefined for a service that nobody has looked at. */
async function runAgain(docker: Docker, id: string): Promise<string | undefined> {
  const { Spec: spec } = await docker.getService(id).inspect();
  const told: string | undefined = spec.Labels?.[TOLD];
  if (told === undefined) return undefined;
  await change(docker, id, ({ Labels: { [TOLD]: _told, ...Labels } = {}, ...rest }) => ({
    ...rest,
    Labels,
    // Only another specification makes another task.
    TaskTemplate: { ...rest.TaskTemplate, ForceUpdate: (rest.TaskTemplate.ForceUpdate ?? 0) + 1 },
  }));
  return told;
}

interface Spec {
  Labels?: Record<string, string>;
  TaskTemplate: { ForceUpdate?: number };
}

async function change(docker: Docker, id: string, edit: (spec: Spec) => Spec): Promise<void> {
  const service = docker.getService(id);
  const { Version: version, Spec: spec } = await service.inspect();
  await service.update({ _query: { version: version.Index }, _body: edit(spec) });
}

/** The newest task but one. */
async function lastTask(docker: Docker, service: string, but: string | undefined) {
  const tasks = await tasksOf<TaskInfo & { CreatedAt: string }>(docker, service);
  const others = tasks.filter(({ ID }) => ID !== but);
  return others.sort((one, other) => Date.parse(other.CreatedAt) - Date.parse(one.CreatedAt))[0];
}

/** A failed run is not recorded as done, so that the next `up` tries again. */
const provider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async create(inputs) {
    await runToEnd(inputs);
    return { id: inputs.name, outs: inputs };
  },
  async update(_id, _olds, inputs) {
    await runToEnd(inputs);
    return { outs: inputs };
  },
};

/** Is there only when a service's task ended with exit code 0. What depends on it starts after that. */
export class ServiceRun extends pulumi.dynamic.Resource {
  constructor(name: string, args: ServiceRunArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, { ...args }, opts, "berth", "ServiceRun");
  }
}
