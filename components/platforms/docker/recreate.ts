import * as docker from "@pulumi/docker";
import { nameOf } from "../../labels";
import type { ChildOptions } from "../platform";
import type { Served, ServeSpec } from "../serve-spec";
import { limitsInFront, networksOf, readySecondsOf } from "../serving";
import type { ContainerOptions, Workload } from "../workload";
import { containerInputs } from "./container";
import { limitPids } from "./pids-limit";
import { publish } from "./ports";
import { loadBalancer } from "./recreate-balancer";
import { HealthGate } from "./wait/health-gate";
import { watchedAs } from "./watched";

/**
 * Containers with fixed names: one, or several behind a load balancer. A new version takes the old
 * one's name and port, so the old one goes first.
 *
 * The one that holds the host's port is `name`: when another kind of container takes the port over,
 * it is a replacement of the same resource, and the old one lets go of the port first.
 */
export function recreate(
  name: string,
  workload: Workload,
  args: ContainerOptions & ServeSpec,
  opts: ChildOptions,
): Served {
  const { id, host, port, containerPort } = args;
  const { parent } = opts;
  const replicas = args.replicas ?? 1;
  const inputs = containerInputs(workload);
  const replaced = { parent, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] };

  const started: { role: string; container: docker.Container }[] = [];
  const start = (role: string, resource: string, published: typeof port) => {
    const container = new docker.Container(
      resource,
      { ...inputs, name: nameOf(id, role), ports: publish(containerPort, published) },
      { ...opts, ...replaced },
    );
    started.push({ role, container });
    limitPids(resource, container, workload, parent);
  };
  if (replicas === 1) {
    start("app", name, port);
  } else {
    const roles = Array.from({ length: replicas }, (_, index) => `app-${index + 1}`);
    for (const role of roles) start(role, `${name}-${role.slice("app-".length)}`, undefined);
    const upstreams = roles.map((role) => `${nameOf(id, role)}:${containerPort}`);
    const balancer = loadBalancer(
      name,
      { ...args, image: args.caddyImage ?? "caddy:2", limits: limitsInFront(args), upstreams },
      replaced,
    );
    started.push({ role: "balancer", container: balancer });
  }
  const watched = watchedAs(name, args, parent);
  const gate = new HealthGate(
    `${name}-healthy`,
    {
      host,
      containers: started.map(({ role, container }) => ({
        name: nameOf(id, role),
        id: container.id,
        ...(role === "balancer"
          ? { networks: [args.network], servesOthers: true }
          : { networks: networksOf(args), ...watched }),
      })),
      timeoutSeconds: readySecondsOf(args),
    },
    { parent },
  );
  return {
    containers: Object.fromEntries(started.map(({ role }) => [role, nameOf(id, role)])),
    ready: gate,
  };
}
