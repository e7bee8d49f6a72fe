import { connect } from "../../docker/connect";
import { execIn as runIn } from "../../docker/exec";
import { LOCAL_SOCKET } from "../../docker/host";

/** The engine that the end-to-end tests deploy to. */
export const docker = connect(LOCAL_SOCKET);

const byProject = (project: string) => ({ label: [projectLabel(project)] });

/** The label that all parts of a project carry. */
export const projectLabel = (project: string) => `berth.project=${project}`;

/** Names of everything on the engine that carries a project's label. */
export async function leftovers(project: string): Promise<string[]> {
  const filters = byProject(project);
  const [containers, volumes, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }),
    docker.listNetworks({ filters }),
  ]);
  return [
    ...containers.map(({ Names }) => `container ${Names[0]?.slice(1)}`),
    ...volumes.Volumes.map(({ Name }) => `volume ${Name}`),
    ...networks.map(({ Name }) => `network ${Name}`),
  ].sort();
}

/** Removes everything of a project from the engine. */
export const removeProject = (project: string): Promise<void> =>
  removeLabelled(projectLabel(project));

/** Removes what carries a label, in the order that its parts depend on one another. */
export async function removeLabelled(label: string): Promise<void> {
  const filters = { label: [label] };
  for (const { Id } of await docker.listContainers({ all: true, filters })) {
    await docker.getContainer(Id).remove({ force: true, v: true });
  }
  for (const { Name } of (await docker.listVolumes({ filters })).Volumes) {
    await docker.getVolume(Name).remove();
  }
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
  for (const { Id } of await docker.listImages({ filters })) {
    await docker.getImage(Id).remove({ force: true });
  }
}

/** The address under which a container on Docker's default network reaches this machine. */
export async function bridgeAddress(): Promise<string> {
  const { IPAM: ipam } = await docker.getNetwork("bridge").inspect();
  const { Gateway: gateway, Subnet: subnet = "" } = ipam?.Config?.[0] ?? {};
  return gateway ?? subnet.replace(/0\/\d+$/, "1");
}

/** Runs a command in a container and returns its output. */
export async function execIn(container: string, ...command: string[]): Promise<string> {
  return (await runIn(docker.getContainer(container), command)).output;
}
