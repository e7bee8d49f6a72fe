import { type DockerHost, isLocal } from "../docker/host";
import type { PublishedPort } from "../settings";
import { hostAndPort } from "../shared/ports";

/** Where a person reaches a published port; on a loopback address, from the engine's own machine. */
export function urlOf(host: DockerHost, { address, port }: PublishedPort): string {
  const machine = isLocal(host)
    ? "localhost"
    : new URL(host.address).hostname.replace(/^\[|\]$/g, "");
  const names: Record<string, string> = {
    "0.0.0.0": machine,
    "::": machine,
    "127.0.0.1": "localhost",
    // The end of the tunnel.
    ...(!isLocal(host) && { "::1": "localhost" }),
  };
  return `http://${hostAndPort({ address: names[address] ?? address, port })}`;
}

/** How a person reaches a port of a server's loopback address; undefined for any other. */
export function tunnelTo(host: DockerHost, published: PublishedPort): string | undefined {
  const { address, port } = published;
  if (!host.address.startsWith("ssh:") || !["127.0.0.1", "::1"].includes(address)) return undefined;
  const server = new URL(host.address);
  const words = ["ssh", "-L", `${port}:${hostAndPort(published)}`];
  if (server.port) words.push("-p", server.port);
  return [
    ...words,
    server.username ? `${server.username}@${server.hostname}` : server.hostname,
  ].join(" ");
}
