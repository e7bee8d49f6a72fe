import type { NodeInfo } from "../docker/node-label";

/** Limits of CPUs, with the setting that asks for each. */
export interface CpuClaims {
  stack: string;
  cpus: readonly { key: string; cpus: number }[];
}

/**
 * Docker refuses such a container only when the one before it is gone, and Swarm tries it on one node
 * after the other, for ever.
 *
 * @param nodes those of the Swarm; undefined where the engine runs everything itself.
 */
export function tooManyCpus(
  { cpus, stack }: CpuClaims,
  nodes: readonly NodeInfo[] | undefined,
  ofTheEngine: number,
): string[] {
  const [where, there] = nodes
    ? ["largest node", Math.max(...nodes.map(cpusOf))]
    : ["engine", ofTheEngine];
  const greater = cpus.filter((limit) => limit.cpus > there);
  return greater.map(
    ({ key, cpus }) =>
      `${key}: given ${cpus}, and the ${where} has ${there} CPUs; accepted: at most that many: pulumi config set --stack ${stack} --path ${key} ${there}`,
  );
}

/** A node that has not told yet may have any number. */
export const cpusOf = ({ Description }: NodeInfo): number =>
  (Description.Resources.NanoCPUs ?? Number.POSITIVE_INFINITY) / 1e9;
