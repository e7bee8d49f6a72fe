import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { orAlready } from "../../../docker/already";
import { changeService } from "../../../docker/change-service";
import { orMissing } from "../../../docker/missing";
import { isOf, nameOf, type StackId } from "../../labels";

/** The server that has the data until now: a container, or a service of which one task is here. */
export interface OldServer {
  /** What the engine has its image by. */
  image: string;
  /** The volume of its secrets; a service's are not in one. */
  secrets?: string;
  /** Ends it, as cleanly as it can be. */
  stop(): Promise<void>;
  /** Whether it has stayed so ever since. */
  isStopped(): Promise<boolean>;
  /** Keeps the engine from starting it again by itself. */
  hold(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
}

/** @throws Error where the engine has neither. */
export async function findOldServer(docker: Docker, id: StackId, role: string): Promise<OldServer> {
  const name = nameOf(id, role);
  const found = await orMissing(docker.getContainer(name).inspect());
  if (found && isOf(found.Config.Labels, id, role)) return inContainer(docker, found);
  // An engine that is no manager has no service at all.
  const spec = await docker
    .getService(name)
    .inspect()
    .catch(() => undefined);
  if (spec && isOf(spec.Spec.Labels, id, role)) return asService(docker, name, spec);
  throw new Error(
    `there is neither a container nor a service ${name} any more, whose server has to dump the data`,
  );
}

function inContainer(
  docker: Docker,
  { Id, Image, Mounts, State }: Docker.ContainerInspectInfo,
): OldServer {
  const container = docker.getContainer(Id);
  return {
    image: Image,
    secrets: Mounts.find(({ Destination }) => Destination === "/run/secrets")?.Name,
    stop: () => orAlready(container.stop()),
    isStopped: async () => {
      const now = (await container.inspect()).State;
      return !now.Running && now.StartedAt === State.StartedAt;
    },
    hold: async () => {
      await container.update({ RestartPolicy: { Name: "no" } });
    },
    start: () => orAlready(container.start()),
  };
}

const POLL_MS = 200;

function asService(docker: Docker, name: string, found: Docker.Service): OldServer {
  const { ID, Spec } = found as unknown as {
    ID: string;
    Spec: { TaskTemplate: { ContainerSpec: { Image: string } } };
  };
  const scale = (replicas: number) =>
    changeService(docker, name, (spec) => ({
      ...spec,
      Mode: { Replicated: { Replicas: replicas } },
    }));
  const tasks = () =>
    docker.listContainers({ filters: { label: [`com.docker.swarm.service.id=${ID}`] } });
  return {
    image: Spec.TaskTemplate.ContainerSpec.Image,
    stop: async () => {
      await scale(0);
      while ((await tasks()).length > 0) await sleep(POLL_MS);
    },
    isStopped: async () => (await tasks()).length === 0,
    // No task is started as long as none is wanted.
    hold: async () => {},
    start: () => scale(1),
  };
}
