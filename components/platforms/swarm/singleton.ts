import type * as pulumi from "@pulumi/pulumi";
import { CHECKS_SECONDS } from "../../health-checks";
import type { ChildOptions, SingletonSpec } from "../platform";
import type { Workload } from "../workload";
import type { SwarmOptions } from "./options";
import { onOwnNode } from "./placement";
import { swarmService } from "./service";

/** A service of one task, and the gate that is there once that was seen healthy. */
export function singleTask(
  name: string,
  workload: Workload,
  { port = 0, published, ports = [], startSeconds, on, ownLabels }: SingletonSpec,
  swarm: SwarmOptions,
  opts: ChildOptions,
): pulumi.CustomResource {
  const constraints = { data: swarm.data.constraint, host: onOwnNode(swarm) };
  return swarmService(
    name,
    workload,
    {
      swarm,
      tasks: 1,
      order: "stop-first",
      onFailure: "pause",
      ports: [
        ...(published ? [{ external: published.port, internal: port }] : []),
        ...ports.map(({ internal, published: { port: external }, protocol }) => ({
          external,
          internal,
          protocol,
        })),
      ],
      constraints: on === undefined ? [] : [constraints[on]],
      ownLabels,
      timeoutSeconds: startSeconds + CHECKS_SECONDS,
    },
    opts,
  ).ready;
}
