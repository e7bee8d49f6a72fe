import { createHash } from "node:crypto";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { nameOf } from "../../labels";
import type { ChildOptions } from "../platform";
import type { Workload } from "../workload";
import type { SwarmOptions } from "./options";
import { type ServiceOptions, serviceInputs } from "./service-inputs";
import { ServiceGate } from "./wait/service-gate";
import { VERSION_LABEL } from "./wait/service-verdict";

export interface SwarmServiceArgs extends ServiceOptions {
  swarm: SwarmOptions;
  /**
   * Whether its name gets letters of chance, so that it can be there beside one that it replaces.
   *
   * @default false: the name is `project-stack-role`
   */
  autoNamed?: boolean;
  /** How long Swarm may be at it without another task that runs, in seconds. */
  timeoutSeconds: number;
  /** @default `${name}-healthy` */
  gateName?: string;
}

/** A service of a Swarm, and the gate that is there once all of its tasks run and are healthy. */
export function swarmService(
  name: string,
  workload: Workload,
  args: SwarmServiceArgs,
  opts: ChildOptions,
): { service: docker.Service; ready: ServiceGate } {
  const { id, host, role } = workload;
  const { swarm, autoNamed = false, timeoutSeconds } = args;
  const made = serviceInputs(workload, args, swarm.publishMode);
  const version = pulumi.jsonStringify(made).apply(digest);
  const inputs = { ...made, labels: [...made.labels, { label: VERSION_LABEL, value: version }] };
  const service = new docker.Service(
    name,
    autoNamed ? inputs : { ...inputs, name: nameOf(id, role) },
    {
      ...opts,
      deleteBeforeReplace: !autoNamed,
      ignoreChanges: OF_SWARM,
      // From one task on each node to a number of them: Swarm refuses, and the provider does not know.
      replaceOnChanges: ["mode.global"],
    },
  );
  const gate = {
    host,
    service: service.id,
    name: service.name,
    version,
    timeoutSeconds,
  };
  const ready = new ServiceGate(args.gateName ?? `${name}-healthy`, gate, { parent: opts.parent });
  return { service, ready };
}

/**
 * What a refresh would take for a change: Swarm notes for which machines a registry has the image, and
 * counts how often somebody, or a job that runs again, asked for new tasks of the same kind.
 */
export const OF_SWARM = ["taskSpec.placement.platforms", "taskSpec.forceUpdate"];

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
