import { docker } from "./docker";
import { type Registry, startRegistryAt } from "./registry";
import type { SwarmNetwork } from "./swarm-network";

/** A mirror of Docker Hub in a Swarm's network. */
export interface Mirror {
  registry: Registry;
  /** Pushes images of this machine's engine, under the names that they have on Docker Hub. */
  push(references: readonly string[]): Promise<void>;
}

/** @param place in the network. */
export async function startMirror(network: SwarmNetwork, place: number): Promise<Mirror> {
  const { address, options } = network.at(place);
  const name = `${network.name}-mirror`;
  const HostConfig = { PortBindings: { "5000/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] } };
  const registry = await startRegistryAt(address, { ...options, name, HostConfig });
  const port = await publishedPort(name);
  return {
    registry,
    push: async (references) => {
      for (const reference of references) await push(reference, `localhost:${port}`);
    },
  };
}

async function publishedPort(container: string): Promise<string> {
  const { NetworkSettings } = await docker.getContainer(container).inspect();
  return NetworkSettings.Ports["5000/tcp"]?.[0]?.HostPort ?? "";
}

/** Docker speaks plain HTTP to a registry at `localhost`, and to no other. */
async function push(reference: string, server: string): Promise<void> {
  const [repository, tag] = reference.split(":") as [string, string];
  const target = `${server}/${repository.includes("/") ? "" : "library/"}${repository}`;
  await docker.getImage(reference).tag({ repo: target, tag });
  const image = docker.getImage(`${target}:${tag}`);
  try {
    const stream = await image.push({
      authconfig: { username: "", password: "", serveraddress: server },
    });
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve())),
    );
  } finally {
    await image.remove();
  }
}
