import { PLATFORMS } from "../../../shared/platforms";
import type { Platform } from "../platform";
import { backgroundTasks } from "./background";
import { imageOfNodes } from "./image";
import { jobService } from "./job";
import { overlay } from "./network";
import type { SwarmOptions } from "./options";
import { SwarmSecrets } from "./secrets";
import { serveTasks } from "./serve";
import { singleTask } from "./singleton";
import { volumeOfData } from "./volume";

/** Services of a Swarm, which the engine manages. */
export const swarm = (options: SwarmOptions): Platform => ({
  supports: PLATFORMS.swarm,
  network: (name, spec, parent) => overlay(name, spec, options, parent),
  volume: (name, spec, parent) => volumeOfData(name, spec, options, parent),
  image: imageOfNodes,
  secrets: (name, spec, parent) => new SwarmSecrets(name, spec, { parent }),
  serve: (name, workload, spec, opts) => serveTasks(name, workload, spec, options, opts),
  singleton: (name, workload, spec, opts) => singleTask(name, workload, spec, options, opts),
  background: (name, workload, spec, opts) => backgroundTasks(name, workload, spec, options, opts),
  job: (name, workload, spec, parent) => jobService(name, workload, spec, options, parent),
});
