import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { JobArgs } from "../../app/job";
import type { containerInputs } from "../../container-options";
import { nameOf } from "../../labels";
import { volumeInputs } from "../../volume-mounts";
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
export function swarmJob(
  name: string,
  args: JobArgs,
  common: ReturnType<typeof containerInputs>,
  swarm: SwarmOptions,
  parent: pulumi.Resource,
): ServiceRun {
  const { id, host, image, command, user, env = {}, volumes, network, runAgain } = args;
  const workload = {
    ...common,
    restart: "no" as const,
    image,
    command,
    user,
    volumes: volumeInputs(volumes),
    networksAdvanced: network === undefined ? undefined : [{ name: network }],
    // A shell as process 1 ignores SIGTERM.
    init: true,
  };
  const inputs = serviceInputs(
    workload,
    {
      id,
      role: name,
      tasks: 0,
      order: "stop-first",
      onFailure: "pause",
      constraints: placesOf(volumes, swarm),
      ownLabels: runAgain ? [{ label: "berth.run-again", value: runAgain }] : [],
    },
    swarm.publishMode,
  );
  const { containerSpec } = inputs.taskSpec;
  const taskSpec = { ...inputs.taskSpec, containerSpec: { ...containerSpec, env } };
  const service = new docker.Service(
    name,
    { ...inputs, taskSpec, name: nameOf(id, name) },
    {
      parent,
      deleteBeforeReplace: true,
      replaceOnChanges: ["taskSpec"],
      ignoreChanges: [...OF_SWARM, OF_ITS_RUN],
    },
  );
  return new ServiceRun(
    `${name}-run`,
    { host, service: service.id, name: nameOf(id, name) },
    { parent },
  );
}
