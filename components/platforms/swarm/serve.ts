import { nameOf } from "../../labels";
import type { ChildOptions } from "../platform";
import type { Served, ServeSpec } from "../serve-spec";
import { readySecondsOf } from "../serving";
import type { ContainerOptions, Workload } from "../workload";
import { swarmEdge } from "./edge";
import type { SwarmOptions } from "./options";
import { placesOf } from "./placement";
import { swarmService } from "./service";

type Args = ContainerOptions & ServeSpec;

/** An app on a Swarm: a service of several tasks, behind an edge where a rollout is to lose nothing. */
export function serveTasks(
  name: string,
  workload: Workload,
  args: Args,
  swarm: SwarmOptions,
  opts: ChildOptions,
): Served {
  const serve = args.rollout === "rolling" ? behindAnEdge : published;
  return serve(name, workload, args, swarm, opts);
}

const appRun = ({ volumes }: Workload, args: Args, swarm: SwarmOptions) => ({
  swarm,
  tasks: args.replicas ?? 1,
  onFailure: "rollback" as const,
  spread: swarm,
  constraints: placesOf(volumes, swarm),
  // Between two tasks nothing is to be seen for as long as the update pauses.
  timeoutSeconds: readySecondsOf(args) + swarm.update.delaySeconds,
});

/** The tasks themselves have the port, so an old one goes first. */
function published(
  name: string,
  workload: Workload,
  args: Args,
  swarm: SwarmOptions,
  opts: ChildOptions,
): Served {
  const ports = args.port ? [{ external: args.port.port, internal: args.containerPort }] : [];
  const run = { ...appRun(workload, args, swarm), order: "stop-first" as const, ports };
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
  workload: Workload,
  args: Args,
  swarm: SwarmOptions,
  opts: ChildOptions,
): Served {
  const { parent } = opts;
  const app = swarmService(
    nameOf(args.id, "app"),
    workload,
    {
      ...appRun(workload, args, swarm),
      order: args.stopsFirst ? "stop-first" : "start-first",
      autoNamed: true,
      gateName: `${name}-healthy`,
    },
    opts,
  );
  const edge = swarmEdge(name, args, app.service.name, swarm, { parent, dependsOn: app.ready });
  return { containers: { app: app.service.name, edge: edge.service.name }, ready: edge.ready };
}
