import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { DataVolume } from "./data-volume";
import { edge } from "./edge";
import { CHECKS_SECONDS } from "./health-checks";
import { HealthGate } from "./health-gate";
import { nameOf } from "./labels";
import { limitPids } from "./pids-limit";
import { pulledImage } from "./pulled-image";
import { Rollout } from "./rollout";
import { router } from "./router";
import { type AppInputs, type Deployed, startPeriodOf, type WebAppArgs } from "./web-app-args";

export const DRAIN_SECONDS = 30;

/**
 * Containers that are made beside the ones that serve. Once they are healthy, the router moves the
 * traffic to them, and the old ones go when they have finished what they were at.
 *
 * The edge is resource `name`, as whatever holds the host's port is: see `recreate`.
 */
export function rolling(
  name: string,
  args: WebAppArgs,
  inputs: AppInputs,
  opts: pulumi.CustomResourceOptions & { parent: pulumi.Resource },
): Deployed {
  const { id, host, network, port, containerPort, drainSeconds = DRAIN_SECONDS } = args;
  const { parent } = opts;
  const run = new DataVolume(`${name}-run`, { id, role: "run" }, { parent });
  const proxy = {
    ...args,
    limits: undefined,
    image: pulledImage(`${name}-caddy-image`, args.caddyImage ?? "caddy:2", parent),
    network,
    volume: run.volumeName,
    drainSeconds,
  };
  const routes = router(`${name}-router`, proxy, { parent });

  const apps = Array.from({ length: args.replicas ?? 1 }, (_, index) => {
    const role = `app-${index + 1}`;
    // The container's name is this one and a few letters of chance, so that it can be there beside
    // the one that it replaces.
    const resource = nameOf(id, role);
    const container = new docker.Container(resource, inputs, {
      ...opts,
      deleteBeforeReplace: false,
      replaceOnChanges: ["healthcheck"],
    });
    limitPids(resource, container, args, parent);
    return { role, container };
  });
  const rollout = new Rollout(
    `${name}-rollout`,
    {
      host,
      router: { name: nameOf(id, "router"), id: routes.id },
      containers: apps.map(({ container }) => ({ name: container.name, id: container.id })),
      port: containerPort,
      timeoutSeconds: startPeriodOf(args) + CHECKS_SECONDS,
      drainSeconds,
    },
    { parent },
  );
  // The port opens when there is somebody to answer.
  const held = edge(name, { ...proxy, port }, { parent, dependsOn: rollout });
  const gate = new HealthGate(
    `${name}-healthy`,
    {
      host,
      containers: [{ name: nameOf(id, "edge"), id: held.id }],
      timeoutSeconds: CHECKS_SECONDS,
    },
    { parent },
  );
  return {
    containers: {
      ...Object.fromEntries(apps.map(({ role, container }) => [role, container.name])),
      router: nameOf(id, "router"),
      edge: nameOf(id, "edge"),
    },
    ready: gate,
  };
}
