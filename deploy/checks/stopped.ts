import type Docker from "dockerode";
import {
  killedForMemory,
  restartsOf,
} from "../../components/platforms/docker/wait/container-verdict";
import { orMissing } from "../../docker/missing";
import { type Claims, isOwn, plainName } from "./conflicts";

/** What is worth knowing of the stack's own containers before an `up`. */
export async function unwellContainers(
  docker: Docker,
  claims: Claims,
  containers: readonly Docker.ContainerInfo[],
): Promise<string[]> {
  const looks = [stoppedContainers, memoryKills];
  return (await Promise.all(looks.map((look) => look(docker, claims, containers)))).flat();
}

/**
 * The stack's own containers that are to run always and do not: Docker does not start one again that
 * somebody ended by hand, nor one whose port was taken when it was to restart. An `up` without a
 * refresh goes by its state, and sees nothing of it.
 */
export async function stoppedContainers(
  docker: Docker,
  claims: Claims,
  containers: readonly Docker.ContainerInfo[],
): Promise<string[]> {
  const ended = containers.filter(
    ({ Labels, State }) => isOwn(Labels, claims) && State === "exited",
  );
  const lines = ended.map(async (container) => {
    const inspected = await orMissing(docker.getContainer(container.Id).inspect());
    const { RestartPolicy: policy } = inspected?.HostConfig ?? {};
    if (policy?.Name !== "always" && policy?.Name !== "unless-stopped") return [];
    const why = inspected?.State.Error ? ` (${inspected.State.Error})` : "";
    return [
      `the container ${plainName(container)} does not run${why}; start it: pulumi up --stack ${claims.stack} --refresh`,
    ];
  });
  return (await Promise.all(lines)).flat();
}

/** The stack's own containers that run, and that the kernel has killed at their limit before. */
export async function memoryKills(
  docker: Docker,
  claims: Pick<Claims, "project" | "stack">,
  containers: readonly Docker.ContainerInfo[],
): Promise<string[]> {
  const alive = containers.filter(
    ({ Labels, State }) => isOwn(Labels, claims) && ["running", "restarting"].includes(State),
  );
  const lines = alive.map(async (container) => {
    const inspected = await orMissing(docker.getContainer(container.Id).inspect());
    if (!inspected?.State.OOMKilled) return [];
    const words = restartsOf(inspected) || `; it was ${killedForMemory(inspected)}`;
    return [`the container ${plainName(container)} was out of memory${words}`];
  });
  return (await Promise.all(lines)).flat();
}
