import type Docker from "dockerode";
import { caddyCommand } from "../../components/platforms/docker/edge";
import { docker } from "./docker";

/**
 * Caddy with a configuration that listens on port 80.
 *
 * @param project names it, and is its label.
 * @param port on the loopback address of this machine.
 */
export async function startCaddy(
  project: string,
  port: number,
  configuration: object,
): Promise<Docker.Container> {
  const container = await docker.createContainer({
    name: `${project}-${port}`,
    Image: "caddy:2",
    Cmd: caddyCommand(configuration),
    Labels: { "berth.project": project },
    HostConfig: {
      PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: String(port) }] },
      Tmpfs: { "/run/berth": "" },
    },
    ExposedPorts: { "80/tcp": {} },
  });
  await container.start();
  return container;
}
