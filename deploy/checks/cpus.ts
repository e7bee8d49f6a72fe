import { cpusOf } from "./node-cpus";
import type { Swarm } from "./swarm-claims";

/** Limits of CPUs, with the setting that asks for each. */
export interface CpuClaims {
  stack: string;
  cpus: readonly {
    key: string;
    cpus: number;
    /**
     * Whether it runs where the stack's data is, and nowhere else.
     *
     * @default false
     */
    withData?: boolean;
  }[];
}

/**
 * Docker refuses such a container only when the one before it is gone, and Swarm tries it over and over,
 * on one node after the other.
 *
 * @param swarm undefined where the engine runs everything itself.
 */
export function tooManyCpus(
  { cpus, stack }: CpuClaims,
  swarm: Pick<Swarm, "nodes" | "data"> | undefined,
  ofTheEngine: number,
): string[] {
  return cpus.flatMap(({ key, cpus, withData }) => {
    const [where, there] = swarm
      ? roomiest(swarm, withData === true)
      : (["engine", ofTheEngine] as const);
    if (cpus <= there) return [];
    return `${key}: given ${cpus}, and the ${where} has ${there} CPUs; accepted: at most that many: pulumi config set --stack ${stack} --path ${key} ${there}`;
  });
}

/** The node that has the most CPUs of those that come into question. */
function roomiest({ nodes, data }: Pick<Swarm, "nodes" | "data">, withData: boolean) {
  return withData && data
    ? ([`node ${data.node.Description.Hostname}`, cpusOf(data.node)] as const)
    : (["largest node", Math.max(...nodes.map(cpusOf))] as const);
}
