import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf, timeoutLabels } from "../../labels";
import type { JobDone, JobSpec } from "../platform";
import type { Workload } from "../workload";
import { containerInputs } from "./container";
import { limitPids } from "./pids-limit";
import { JobRun } from "./wait/job-run";

/** A container that is made without being started, and its run. */
export function jobContainer(
  name: string,
  workload: Workload,
  { runAgain, needs = [], once, timeoutSeconds, wayOut }: JobSpec,
  parent: pulumi.Resource,
): JobDone {
  const { id, host, role, labels = [] } = workload;
  const containerName = nameOf(id, role);
  const again = runAgain ? [{ label: "berth.run-again", value: runAgain }] : [];
  const limit = timeoutLabels(timeoutSeconds);
  const container = new docker.Container(
    name,
    {
      ...containerInputs({ ...workload, labels: [...labels, ...again, ...limit] }),
      name: containerName,
      // It is started by its run, so that the run knows which end is its own.
      start: false,
      mustRun: false,
    },
    { parent, deleteBeforeReplace: true },
  );
  const limited = limitPids(name, container, workload, parent);
  const dependsOn = [...limited, ...needs, ...(once ? [container] : [])];
  // Another container has a key of its own where it is one to run.
  const runs = once ? { key: once.key, runAgain } : {};
  const run = new JobRun(
    `${name}-run`,
    {
      host,
      container: { name: containerName, id: once ? containerName : container.id },
      ...runs,
      ...(wayOut !== undefined && { wayOut }),
    },
    { parent, dependsOn, ignoreChanges: once?.isKept ? ["key"] : [] },
  );
  return { run, logs: `docker logs ${containerName}` };
}
