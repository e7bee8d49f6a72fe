import type Docker from "dockerode";
import { orMissing } from "../docker/missing";
import { type Claims, isOwn, plainName } from "./conflicts";

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
