import { takeover } from "../checks/conflicts";
import type { Findings, Look } from "./platform";

/**
 * Volumes without labels under the stack's names. A Swarm makes the volumes of its services so: on one
 * of its nodes they are taken over, on any other engine they are somebody's.
 */
export function unlabelled({
  info,
  unclaimed,
}: Pick<Look, "info" | "unclaimed">): Pick<Findings, "problems" | "warnings"> {
  if (info.Swarm?.LocalNodeState !== "active") {
    return { problems: unclaimed.map(takeover), warnings: [] };
  }
  const warnings = unclaimed.map(
    ({ Name }) =>
      `the volume ${Name} has no labels, as those that a Swarm makes: it is taken over with its data`,
  );
  return { problems: [], warnings };
}
