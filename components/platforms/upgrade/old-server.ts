import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { orMissing } from "../../../docker/missing";
import { inSequence } from "../../../docker/out-of-sequence";
import { isOf, nameOf, type StackId } from "../../labels";

/** The server that has the data until now: a container, or a service of which one task is here. */
export interface OldServer {
  /** What the engine has its image by. */
  image: string;
  /** The volume of its secrets; a service's are not in one. */
  secrets?: string;
  /** Ends it, as cleanly as it can be. */
  stop(): Promise<void>;
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
  const service = docker.getService(name);
  // An engine that is no manager has no service at all.
  const spec = await service.inspect().catch(() => undefined);
  if (spec && isOf(spec.Spec.Labels, id, role)) return asService(docker, service, spec);
  throw new Error(
    `there is neither a container nor a service ${name} any more, whose server has to dump the data`,
  );
}

function inContainer(
  docker: Docker,
  { Id, Image, Mounts }: Docker.ContainerInspectInfo,
): OldServer {
  const container = docker.getContainer(Id);
  return {
    image: Image,
    secrets: Mounts.find(({ Destination }) => Destination === "/run/secrets")?.Name,
    // 304: it does not run.
    stop: () => container.stop().catch(unless(304)),
    hold: async () => {
      await container.update({ RestartPolicy: { Name: "no" } });
    },
    start: () => container.start().catch(unless(304)),
  };
}

const unless = (status: number) => (error: { statusCode?: number }) => {
  if (error.statusCode !== status) throw error;
};

const POLL_MS = 200;

function asService(docker: Docker, service: Docker.Service, found: Docker.Service): OldServer {
  const { ID, Spec } = found as unknown as {
    ID: string;
    Spec: { TaskTemplate: { ContainerSpec: { Image: string } } };
  };
  const scale = (replicas: number) =>
    inSequence(async () => {
      const { Version: version, Spec: spec } = await service.inspect();
      const body = { ...spec, Mode: { Replicated: { Replicas: replicas } } };
      await service.update({ _query: { version: version.Index }, _body: body });
    });
  const tasks = () =>
    docker.listContainers({ filters: { label: [`com.docker.swarm.service.id=${ID}`] } });
  return {
    image: Spec.TaskTemplate.ContainerSpec.Image,
    stop: async () => {
      await scale(0);
      while ((await tasks()).length > 0) await sleep(POLL_MS);
    },
    // No task is started as long as none is wanted.
    hold: async () => {},
    start: () => scale(1),
  };
}
