import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { isLocal } from "../../docker/host";
import { anotherPort } from "./conflicts";
import { portError, processOn } from "./port-holder";
import type { PreflightArgs } from "./preflight-args";
import { type ListedService, portsOf } from "./services";

/** A container in a crash loop has its port only now and then: so often it is looked for, so many ms apart. */
const LOOKS = 10;
const PAUSE_MS = 100;

/** The process that holds a container's port. */
const OF_DOCKER = /^docker-proxy /;

/** Ports that no container holds but something else on this machine does. */
export async function takenByProcesses(
  docker: Pick<Docker, "listContainers">,
  args: Pick<PreflightArgs, "host" | "ports" | "project" | "stack">,
  containers: Docker.ContainerInfo[],
  services: readonly ListedService[],
): Promise<string[]> {
  if (!isLocal(args.host)) return [];
  const held = new Set([
    ...containers.flatMap(({ Ports }) => Ports.map(({ PublicPort }) => PublicPort)),
    ...services.flatMap(portsOf),
  ]);
  const problems = args.ports
    // Whoever has a port of UDP cannot be told by trying one of TCP.
    .filter(({ port, protocol = "tcp" }) => protocol === "tcp" && !held.has(port))
    .map(async (claim) => {
      const { key, address, port } = claim;
      const code = await portError(address, port);
      const other = `choose another: ${anotherPort(claim, args.stack)}`;
      if (code === "EADDRINUSE") {
        const holder = processOn(port) ?? "another process";
        if (OF_DOCKER.test(holder) && (await isOwn(docker, args, { address, port }))) {
          return undefined;
        }
        return `${key}: the port ${port} is taken by ${holder}; stop it, or ${other}`;
      }
      if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") {
        return `${key}: this machine has no address ${address}; use 127.0.0.1 or 0.0.0.0`;
      }
      return undefined;
    });
  return (await Promise.all(problems)).filter((problem) => problem !== undefined);
}

/** Whether a container of this stack had the port a moment ago: it has it again, or nobody has. */
async function isOwn(
  docker: Pick<Docker, "listContainers">,
  { project, stack }: Pick<PreflightArgs, "project" | "stack">,
  { address, port }: { address: string; port: number },
): Promise<boolean> {
  const filters = { label: [`berth.project=${project}`, `berth.stack=${stack}`] };
  for (let look = 0; look < LOOKS; look++) {
    const own = await docker.listContainers({ all: true, filters });
    if (own.some(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port))) return true;
    if ((await portError(address, port)) === undefined) return true;
    await sleep(PAUSE_MS);
  }
  return false;
}
