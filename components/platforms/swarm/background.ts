import { CHECKS_SECONDS } from "../../health-checks";
import type { BackgroundSpec, ChildOptions } from "../platform";
import type { Served } from "../serve-spec";
import type { Workload } from "../workload";
import type { SwarmOptions } from "./options";
import { placesOf } from "./placement";
import { swarmService } from "./service";

/** A service without traffic. Its tasks are replaced one by one, and a version that fails is rolled back. */
export function backgroundTasks(
  name: string,
  workload: Workload,
  { replicas, stopsFirst, startSeconds }: BackgroundSpec,
  swarm: SwarmOptions,
  opts: ChildOptions,
): Served {
  const { service, ready } = swarmService(
    name,
    workload,
    {
      swarm,
      tasks: replicas,
      order: stopsFirst ? "stop-first" : "start-first",
      onFailure: "rollback",
      constraints: placesOf(workload.volumes, swarm),
      timeoutSeconds: startSeconds + CHECKS_SECONDS,
    },
    opts,
  );
  return { containers: { [workload.role]: service.name }, ready };
}
