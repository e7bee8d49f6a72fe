import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { CHECKS_SECONDS } from "../../health-checks";
import { nameOf } from "../../labels";
import type { ChildOptions, SingletonSpec } from "../platform";
import type { Workload } from "../workload";
import { containerInputs } from "./container";
import { limitPids } from "./pids-limit";
import { publish } from "./ports";
import { HealthGate } from "./wait/health-gate";

const USUAL_INTERVAL = 2;

/** A container of which there is one, and the gate that is there once it was seen healthy. */
export function singleContainer(
  name: string,
  workload: Workload,
  { port = 0, published, ports = [], startSeconds }: SingletonSpec,
  opts: ChildOptions,
): pulumi.CustomResource {
  const { id, host, role, networks } = workload;
  const { parent } = opts;
  const container = new docker.Container(
    name,
    {
      ...containerInputs(workload),
      name: nameOf(id, role),
      ports: [
        ...publish(port, published),
        ...ports.flatMap(({ internal, published: at, protocol }) =>
          publish(internal, at, protocol),
        ),
      ],
    },
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
  );
  limitPids(name, container, workload, parent);
  const { interval = 0 } = workload.health ?? {};
  // Docker's first check comes after a whole interval.
  const runsCheck = interval > USUAL_INTERVAL ? { runsCheck: true } : {};
  const watched = { name: nameOf(id, role), id: container.id, networks, ...runsCheck };
  return new HealthGate(
    `${name}-healthy`,
    { host, containers: [watched], timeoutSeconds: startSeconds + CHECKS_SECONDS },
    { parent },
  );
}
