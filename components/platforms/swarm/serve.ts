import type * as pulumi from "@pulumi/pulumi";
import { type Deployed, readySecondsOf, type WebAppArgs } from "../../app/web-app-args";
import { nameOf } from "../../labels";
import type { ServiceWorkload } from "../workload";
import { swarmEdge } from "./edge";
import type { SwarmOptions } from "./options";
import { placesOf } from "./placement";
import { swarmService } from "./service";

type Opts = pulumi.CustomResourceOptions & { parent: pulumi.Resource };

/** An app on a Swarm: a service of several tasks, behind an edge where a rollout is to lose nothing. */
export function deployOnSwarm(
  name: string,
  args: WebAppArgs,
  workload: ServiceWorkload,
  swarm: SwarmOptions,
  opts: Opts,
): Deployed {
  const deploy = args.rollout === "rolling" ? behindAnEdge : published;
  return deploy(name, args, workload, swarm, opts);
}

const appRun = (args: WebAppArgs, swarm: SwarmOptions) => ({
  id: args.id,
  host: args.host,
  swarm,
  role: "app",
  tasks: args.replicas ?? 1,
  onFailure: "rollback" as const,
  spread: swarm,
  constraints: placesOf(args.volumes, swarm),
  // Between two tasks nothing is to be seen for as long as the update pauses.
  timeoutSeconds: readySecondsOf(args) + swarm.update.delaySeconds,
});

/** The tasks themselves have the port, so an old one goes first. */
function published(
  name: string,
  args: WebAppArgs,
  workload: ServiceWorkload,
  swarm: SwarmOptions,
  opts: Opts,
): Deployed {
  const ports = args.port ? [{ external: args.port.port, internal: args.containerPort }] : [];
  const run = { ...appRun(args, swarm), order: "stop-first" as const, ports };
  const { service, ready } = swarmService(name, workload, run, opts);
  return { containers: { app: service.name }, ready };
}

/**
 * The edge is resource `name`, as whatever has the port is: one that has it now lets go of it first.
 * The app's service has letters of chance in its name, since both ways to deploy it meet in an `up`
 * that goes from one to the other.
 */
function behindAnEdge(
  name: string,
  args: WebAppArgs,
  workload: ServiceWorkload,
  swarm: SwarmOptions,
  opts: Opts,
): Deployed {
  const { parent } = opts;
  const app = swarmService(
    nameOf(args.id, "app"),
    workload,
    {
      ...appRun(args, swarm),
      order: "start-first",
      autoNamed: true,
      gateName: `${name}-healthy`,
    },
    opts,
  );
  const edge = swarmEdge(name, args, app.service.name, swarm, { parent, dependsOn: app.ready });
  return { containers: { app: app.service.name, edge: edge.service.name }, ready: edge.ready };
}
