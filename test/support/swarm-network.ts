import type Docker from "dockerode";
import { docker } from "./docker";

/** A network of this machine's engine with the parts of one Swarm in it. */
export interface SwarmNetwork {
  /** Begins the names of all that is made for it. */
  name: string;
  /** As `10.213.200.0/24`. */
  subnet: string;
  /** What a container at the given place of the subnet is created with. */
  at(place: number): { address: string; options: Docker.ContainerCreateOptions };
}

const LABEL = "berth-test.swarm";

/** Blocks that neither Docker's own pools nor a Swarm's first networks reach. */
const SUBNETS = Array.from({ length: 50 }, (_, index) => `10.213.${200 + index}`);

/** Makes the network in the first block that is free, so that several can be there at a time. */
export async function createSwarmNetwork(name: string): Promise<SwarmNetwork> {
  const block = await firstFree(name);
  return {
    name,
    subnet: `${block}.0/24`,
    at: (place) => {
      const address = `${block}.${place}`;
      const endpoint = { IPAMConfig: { IPv4Address: address } };
      return {
        address,
        options: {
          Labels: { [LABEL]: name },
          NetworkingConfig: { EndpointsConfig: { [name]: endpoint } },
        },
      };
    },
  };
}

/** What all that is there of a Swarm carries. */
export const swarmLabel = (name: string) => `${LABEL}=${name}`;

/** Removes all that is there of a Swarm, its disks too. */
export async function clearAway(name: string): Promise<void> {
  const filters = { label: [swarmLabel(name)] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
  );
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
}

async function firstFree(name: string): Promise<string> {
  for (const block of SUBNETS) {
    const IPAM = { Driver: "default", Config: [{ Subnet: `${block}.0/24` }] };
    const Labels = { [LABEL]: name };
    try {
      await docker.createNetwork({ Name: name, CheckDuplicate: true, IPAM, Labels });
      return block;
    } catch (error) {
      if (!/overlaps/.test(String(error))) throw error;
    }
  }
  throw new Error(`no block is free of ${SUBNETS[0]}.0/24 to ${SUBNETS.at(-1)}.0/24`);
}
