import { removeCommand } from "./commands";
import { showAt } from "./given";
import type { Problem } from "./problem";
import type { Facts, Rule } from "./rules";
import type { Settings } from "./types";

/** The rules about the edge in front of a rolling app. */
export const EDGE_RULES: readonly Rule[] = [
  {
    reads: ["edge", "rollout", "platform", "swarm", "domain", "mode"],
    check: onlyAnEdgeHasProxies,
  },
];

function onlyAnEdgeHasProxies({ settings, written, given }: Facts): Problem | undefined {
  if (written.edge?.trustedProxies === undefined) return;
  const obstacle = obstacleOf(settings);
  if (!obstacle) return;
  const path = ["edge", "trustedProxies"];
  const [beside, why] = obstacle;
  return {
    path,
    given: `${showAt(given, path)} with ${beside}`,
    accepted: `nothing: ${why}`,
    mend: removeCommand(given.file, path),
  };
}

/** What keeps an edge from seeing who sends a request, and why. */
function obstacleOf({ platform, rollout, swarm }: Settings): [string, string] | undefined {
  if (rollout !== "rolling") {
    return ["rollout recreate", "without an edge the app sees the headers as they come"];
  }
  if (platform === "docker" || swarm.publishMode === "host") return undefined;
  return [
    "swarm.publishMode ingress",
    "Swarm's routing mesh stands before the edge, and no address arrives there; it does with swarm.publishMode host",
  ];
}
