import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { CHECKS_SECONDS } from "../../health-checks";
import { nameOf } from "../../labels";
import { VolumeComponent } from "../data-volume";
import type { ChildOptions } from "../platform";
import type { Served, ServeSpec } from "../serve-spec";
import { limitsInFront, networksOf, readySecondsOf } from "../serving";
import type { ContainerOptions, Workload } from "../workload";
import { containerInputs } from "./container";
import { edge, edgeStartSeconds } from "./edge";
import { pulledImage } from "./image";
import { limitPids } from "./pids-limit";
import { Rollout } from "./rollout";
import { namedVolume } from "./volume";
import { HealthGate } from "./wait/health-gate";
import { watchedAs } from "./watched";

const DRAIN_SECONDS = 30;

/**
 * Containers that are made beside the ones that serve. Once they are healthy, the edge is told to
 * send requests to them, and the old ones go when they have finished what they were at.
 *
 * The edge is resource `name`, as whatever holds the host's port is: see `recreate`.
 */
export function rolling(
  name: string,
  workload: Workload,
  args: ContainerOptions & ServeSpec,
  opts: ChildOptions,
): Served {
  const { id, host, https, containerPort, replicas = 1 } = args;
  const { parent } = opts;
  const inputs = containerInputs(workload);
  const apps = Array.from({ length: replicas }, (_, index) => {
    const role = `app-${index + 1}`;
    // The container's name is this one and a few letters of chance, so that it can be there beside
    // the one that it replaces.
    const resource = nameOf(id, role);
    const container = new docker.Container(resource, inputs, {
      ...opts,
      deleteBeforeReplace: args.stopsFirst ?? false,
      replaceOnChanges: ["healthcheck"],
    });
    limitPids(resource, container, workload, parent);
    return { role, container };
  });
  const networks = networksOf(args);
  const { probe, ...serving } = watchedAs(name, args, parent);
  const containers = apps.map(({ container: { name, id } }) => ({
    name,
    id,
    networks,
    ...(probe === undefined && { runsCheck: true }),
    ...serving,
  }));
  const timeoutSeconds = readySecondsOf(args);
  const watched = containers.map((container) => ({ ...container, probe }));
  // Whatever held the port until now does so until there is somebody to take over.
  const gate = new HealthGate(
    `${name}-healthy`,
    { host, containers: watched, timeoutSeconds },
    { parent },
  );

  const held = edge(
    name,
    {
      ...args,
      limits: limitsInFront(args),
      image: pulledImage(`${name}-caddy-image`, args.caddyImage ?? "caddy:2", parent),
      volume: routesVolume(name, workload, parent),
      replicas,
    },
    { parent, dependsOn: gate },
  );
  const ready = new Rollout(
    `${name}-rollout`,
    {
      host,
      edge: { name: nameOf(id, "edge"), id: held.id, networks: [args.network] },
      containers,
      port: containerPort,
      timeoutSeconds: Math.max(timeoutSeconds, edgeStartSeconds(https) + CHECKS_SECONDS),
      drainSeconds: args.drainSeconds ?? DRAIN_SECONDS,
    },
    { parent, dependsOn: gate },
  );
  return {
    containers: {
      ...Object.fromEntries(apps.map(({ role, container }) => [role, container.name])),
      edge: nameOf(id, "edge"),
    },
    ready,
  };
}

function routesVolume(name: string, { id }: Workload, parent: pulumi.Resource) {
  const volume = `${name}-routes`;
  const spec = { id, role: "routes", labels: [], keep: false };
  return new VolumeComponent(volume, (component) => namedVolume(volume, spec, component), {
    parent,
  }).volumeName;
}
