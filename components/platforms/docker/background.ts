import * as docker from "@pulumi/docker";
import { CHECKS_SECONDS } from "../../health-checks";
import { nameOf } from "../../labels";
import type { BackgroundSpec, ChildOptions } from "../platform";
import type { Served } from "../serve-spec";
import type { Workload } from "../workload";
import { containerInputs } from "./container";
import { limitPids } from "./pids-limit";
import { HealthGate } from "./wait/health-gate";

/**
 * Containers without traffic. Where old and new ones may be there at once, their names have letters of
 * chance, and the old ones are deleted when the new ones are well.
 */
export function backgroundContainers(
  name: string,
  workload: Workload,
  { replicas, stopsFirst, startSeconds, settleSeconds }: BackgroundSpec,
  opts: ChildOptions,
): Served {
  const { id, host, role, networks, health, graceSeconds } = workload;
  const { parent } = opts;
  const inputs = containerInputs(workload);
  const isOnlyOne = replicas === 1 && stopsFirst;
  const started = Array.from({ length: replicas }, (_, index) => {
    const own = isOnlyOne ? role : `${role}-${index + 1}`;
    const resource = stopsFirst ? (isOnlyOne ? name : `${name}-${index + 1}`) : nameOf(id, own);
    const container = new docker.Container(
      resource,
      stopsFirst ? { ...inputs, name: nameOf(id, own) } : inputs,
      { ...opts, deleteBeforeReplace: stopsFirst, replaceOnChanges: ["healthcheck"] },
    );
    limitPids(resource, container, workload, parent);
    return { role: own, container };
  });
  const watched = started.map(({ container }) => ({
    name: container.name,
    id: container.id,
    networks,
    // Docker's first check comes after a whole interval.
    ...(health && health.interval > 0 ? { runsCheck: true } : { settleSeconds }),
  }));
  const ready = new HealthGate(
    `${name}-healthy`,
    {
      host,
      containers: watched,
      timeoutSeconds: startSeconds + CHECKS_SECONDS,
      ...(!stopsFirst && { orphanGraceSeconds: graceSeconds }),
    },
    { parent },
  );
  return {
    containers: Object.fromEntries(
      started.map(({ role: own, container }) => [own, container.name]),
    ),
    ready,
  };
}
