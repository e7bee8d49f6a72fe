import type Docker from "dockerode";
import { isLocal } from "../../docker/host";
import type { PreflightArgs } from ".";
import { portError, processOn } from "./port-holder";
import { portsOf, type ServiceInfo } from "./services";

/** Ports that no container holds but something else on this machine does. */
export async function takenByProcesses(
  args: Pick<PreflightArgs, "host" | "ports" | "stack">,
  containers: Docker.ContainerInfo[],
  services: readonly ServiceInfo[],
): Promise<string[]> {
  if (!isLocal(args.host)) return [];
  const held = new Set([
    ...containers.flatMap(({ Ports }) => Ports.map(({ PublicPort }) => PublicPort)),
    ...services.flatMap(portsOf),
  ]);
  const problems = args.ports
    .filter(({ port }) => !held.has(port))
    .map(async ({ key, address, port }) => {
      const code = await portError(address, port);
      const other = `choose another: pulumi config set --stack ${args.stack} --path ${key} ${port + 1}`;
      if (code === "EADDRINUSE") {
        const holder = processOn(port) ?? "another process";
        return `${key}: the port ${port} is taken by ${holder}; stop it, or ${other}`;
      }
      if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") {
        return `${key}: this machine has no address ${address}; use 127.0.0.1 or 0.0.0.0`;
      }
      return undefined;
    });
  return (await Promise.all(problems)).filter((problem) => problem !== undefined);
}
