import type { ChildOptions } from "../platform";
import type { Served, ServeSpec } from "../serve-spec";
import type { ContainerOptions, Workload } from "../workload";
import { recreate } from "./recreate";
import { rolling } from "./rolling";

/** An app's containers, replaced one way or the other. */
export function serveContainers(
  name: string,
  workload: Workload,
  spec: ContainerOptions & ServeSpec,
  opts: ChildOptions,
): Served {
  const serve = spec.rollout === "rolling" ? rolling : recreate;
  return serve(name, workload, spec, opts);
}
