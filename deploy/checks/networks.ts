import type Docker from "dockerode";
import { type Claims, isOwn, ownerOfLabels } from "./conflicts";
import { isRecorded, NETWORK, type State } from "./recorded";

type Network = Pick<Docker.NetworkInspectInfo, "Name" | "Labels">;

/** Networks under our names that are not this stack's: Docker makes no second one of a name. */
export function networkConflicts(
  claims: Claims,
  networks: readonly Network[],
  state: State,
): string[] {
  const ours = networks.filter(({ Name }) => claims.networks?.includes(Name));
  return ours.flatMap(({ Name: name, Labels: labels }) => {
    const remove = `remove it: docker network rm ${name}`;
    if (isOwn(labels ?? {}, claims)) {
      if (!state || isRecorded(state, NETWORK, name)) return [];
      return [
        `the network ${name} is there, and the state of this stack does not have it: an interrupted run may have left it; ${remove}`,
      ];
    }
    const owner = ownerOfLabels(labels ?? {});
    const whose = owner ? `belongs to ${owner}` : "is none that Berth made";
    return [
      `the network ${name} ${whose}; give this project or stack another name, or, where nobody needs it, ${remove}`,
    ];
  });
}
