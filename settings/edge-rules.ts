import { removeCommand } from "./commands";
import { showAt } from "./given";
import type { Problem } from "./problem";
import type { Facts, Rule } from "./rules";

/** The rules about the edge in front of a rolling app. */
export const EDGE_RULES: readonly Rule[] = [
  { reads: ["edge", "rollout", "platform", "domain", "mode"], check: onlyAnEdgeHasProxies },
];

function onlyAnEdgeHasProxies({ settings, written, given }: Facts): Problem | undefined {
  const { platform, rollout } = settings;
  if (written.edge?.trustedProxies === undefined) return;
  if (platform === "docker" && rollout === "rolling") return;
  const path = ["edge", "trustedProxies"];
  return {
    path,
    given: `${showAt(given, path)} with ${platform === "swarm" ? "platform swarm" : "rollout recreate"}`,
    accepted:
      platform === "swarm"
        ? "nothing: Swarm's own network stands before the edge, and no address arrives there"
        : "nothing: without an edge the app sees the headers as they come",
    mend: removeCommand(given.file, path),
  };
}
