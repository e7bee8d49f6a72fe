import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { nameOf, timeoutLabels } from "../../labels";
import type { JobDone, JobSpec } from "../platform";
import type { Workload } from "../workload";
import type { SwarmOptions } from "./options";
import { placesOf } from "./placement";
import { OF_SWARM } from "./service";
import { serviceInputs } from "./service-inputs";
import { ServiceRun } from "./wait/service-run";

/** What its run changes: how many tasks there are. */
const OF_ITS_RUN = "mode.replicated.replicas";

/**
 * A job on a Swarm: a service whose one task is not started again. It is made without the task, so that
 * its run knows which end is its own. Every change is another service, so that the end of its task is
 * that of these inputs. It runs where the stack's volumes are.
 */
export function jobService(
  name: string,
  workload: Workload,
  { runAgain, needs = [], once, timeoutSeconds, wayOut }: JobSpec,
  swarm: SwarmOptions,
  parent: pulumi.Resource,
): JobDone {
  const { id, host, role } = workload;
  const serviceName = nameOf(id, role);
  const inputs = serviceInputs(
    { ...workload, restart: "no" },
    {
      tasks: 0,
      order: "stop-first",
      onFailure: "pause",
      constraints: placesOf(workload.volumes, swarm),
      ownLabels: [
        ...(runAgain ? [{ label: "berth.run-again", value: runAgain }] : []),
        ...timeoutLabels(timeoutSeconds),
      ],
    },
    swarm.publishMode,
  );
  const service = new docker.Service(
    name,
    { ...inputs, name: serviceName },
    {
      parent,
      deleteBeforeReplace: true,
      replaceOnChanges: ["taskSpec"],
      ignoreChanges: [...OF_SWARM, OF_ITS_RUN],
    },
  );
  const run = new ServiceRun(
    `${name}-run`,
    {
      host,
      service: once ? serviceName : service.id,
      name: serviceName,
      // Another service has a key of its own where it is one to run.
      ...(once && { key: once.key, runAgain }),
      ...(wayOut !== undefined && { wayOut }),
    },
    {
      parent,
      dependsOn: [...needs, ...(once ? [service] : [])],
      ignoreChanges: once?.isKept ? ["key"] : [],
    },
  );
  return { run, logs: `docker service logs ${serviceName}` };
}
