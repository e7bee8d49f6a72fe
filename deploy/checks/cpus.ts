import type { Findings } from "../platforms/platform";

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
 * @param most the most CPUs that one container can have.
 */
export function tooManyCpus({ cpus, stack }: CpuClaims, most: Findings["cpus"]): string[] {
  return cpus.flatMap(({ key, cpus, withData }) => {
    const { where, cpus: there } = most(withData === true);
    if (cpus <= there) return [];
    return `${key}: given ${cpus}, and the ${where} has ${there} CPUs; accepted: at most that many: pulumi config set --stack ${stack} --path ${key} ${there}`;
  });
}
