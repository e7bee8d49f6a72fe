import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { ContainerOptions } from "../../container-options";
import { CHECKS_SECONDS } from "../../health-checks";
import { nameOf } from "../../labels";
import { swarmService } from "../swarm/service";
import type { ServiceWorkload } from "../workload";
import { limitPids } from "./pids-limit";
import { publish } from "./ports";
import { HealthGate } from "./wait/health-gate";

export interface AloneArgs {
  role: string;
  /** The port that it listens on. */
  port?: number;
  /**
   * Where that is published.
   *
   * @default not published
   */
  published?: { address: string; port: number };
  /** Seconds that a start may take. */
  startSeconds: number;
  /** The only node of a Swarm where it may run. */
  constraint: pulumi.Input<string> | undefined;
  /**
   * Labels of its service on a Swarm beside those of the stack; another value replaces the service.
   *
   * @default none
   */
  ownLabels?: { label: string; value: string }[];
}

/**
 * Runs what there is one of, under the name `project-stack-role`. A new one starts only when the old
 * one is gone.
 *
 * @returns the gate that is there once it was seen healthy.
 */
export function runAlone(
  name: string,
  options: ContainerOptions,
  workload: ServiceWorkload,
  alone: AloneArgs,
  opts: pulumi.CustomResourceOptions & { parent: pulumi.Resource },
): pulumi.CustomResource {
  const { id, host, swarm } = options;
  const { role, port = 0, published, startSeconds, constraint, ownLabels } = alone;
  const { parent } = opts;
  const timeoutSeconds = startSeconds + CHECKS_SECONDS;
  if (swarm) {
    const ports = published ? [{ external: published.port, internal: port }] : [];
    const constraints = constraint === undefined ? [] : [constraint];
    const run = { tasks: 1, order: "stop-first", onFailure: "pause", ports, constraints } as const;
    const service = { id, host, role, swarm, ...run, ownLabels, timeoutSeconds };
    return swarmService(name, workload, service, opts).ready;
  }
  const container = new docker.Container(
    name,
    { ...workload, name: nameOf(id, role), ports: publish(port, published) },
    { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
  );
  limitPids(name, container, options, parent);
  const networks = workload.networksAdvanced?.map((network) => network.name);
  const watched = { name: nameOf(id, role), id: container.id, networks };
  return new HealthGate(
    `${name}-healthy`,
    { host, containers: [watched], timeoutSeconds },
    { parent },
  );
}
