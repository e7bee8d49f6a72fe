import type { Container, Props } from "./props";

export const SERVICE = "docker:index/service:Service";

/** The inputs of a service that the rules look at. */
interface Service {
  labels?: Container["labels"];
  endpointSpec?: { ports?: readonly { targetPort: number; publishedPort?: number }[] };
  taskSpec: {
    containerSpec: {
      image: string;
      env?: Readonly<Record<string, string>>;
      mounts?: Container["mounts"];
      capAdds?: readonly string[];
      healthcheck?: Container["healthcheck"];
    };
    networksAdvanceds?: readonly { id?: string }[];
    resources?: { limits?: { nanoCpus?: number; memoryBytes?: number } };
    restartPolicy?: { condition?: string };
  };
}

/**
 * A service of a Swarm in the words of a container, as its tasks are some. Nothing is read before a
 * rule asks for it: what a preview does not know may be in the way of that rule only.
 */
export function taskOf(props: Props): Container {
  const service = props as unknown as Service;
  const task = service.taskSpec;
  const spec = task.containerSpec;
  return {
    get image() {
      return spec.image;
    },
    get envs() {
      return Object.entries(spec.env ?? {}).map(([name, value]) => `${name}=${value}`);
    },
    get labels() {
      return service.labels;
    },
    get mounts() {
      return spec.mounts;
    },
    get ports() {
      return service.endpointSpec?.ports?.map(({ targetPort }) => ({ internal: targetPort }));
    },
    get capabilities() {
      return { adds: spec.capAdds };
    },
    get networkMode() {
      return task.networksAdvanceds?.some(({ id }) => id === "host") ? "host" : undefined;
    },
    get cpus() {
      return String(task.resources?.limits?.nanoCpus ?? "");
    },
    get memory() {
      return task.resources?.limits?.memoryBytes;
    },
    get healthcheck() {
      return spec.healthcheck;
    },
    get restart() {
      return task.restartPolicy?.condition === "none" ? "no" : "always";
    },
    get mustRun() {
      return !isJob(service);
    },
  };
}

/** One whose tasks are not started again, that nobody can ask for anything and that nobody checks. */
function isJob({ endpointSpec, taskSpec }: Service): boolean {
  const runsOnce = taskSpec.restartPolicy?.condition === "none";
  const isPublished = (endpointSpec?.ports ?? []).length > 0;
  return runsOnce && !isPublished && taskSpec.containerSpec.healthcheck === undefined;
}
