import { supportsOf } from "../../../shared/platforms";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import type { Settings } from "..";
import type { Facts, Rule } from "../rule";

/** The rules about the edge in front of a rolling app. */
export const EDGE_RULES: readonly Rule[] = [
  {
    reads: ["edge", "rollout", "platform", "swarm", "domain", "mode"],
    check: onlyAnEdgeHasProxies,
  },
  { reads: ["edge", "rollout", "domain", "mode"], check: onlyRollingDrains },
  { reads: ["edge", "rollout", "domain", "mode", "platform", "replicas"], check: someoneSticks },
];

function onlyRollingDrains(facts: Facts): Problem | undefined {
  if (facts.written.edge?.drain === undefined || facts.settings.rollout === "rolling") return;
  return superfluous(
    facts,
    ["edge", "drain"],
    "with rollout recreate",
    "the old version is stopped before the new one starts, with 30 s for what it is at",
  );
}

function someoneSticks(facts: Facts): Problem | undefined {
  const { platform, replicas, rollout } = facts.settings;
  if (!facts.written.edge?.sticky || rollout === "rolling") return;
  if (supportsOf(platform).balances) {
    return superfluous(
      facts,
      ["edge", "sticky"],
      "with platform swarm and rollout recreate",
      "Swarm itself spreads the connections then; it does with rollout rolling",
    );
  }
  if (replicas > 1) return;
  return superfluous(
    facts,
    ["edge", "sticky"],
    "with one replica and rollout recreate",
    "there is no other container that a client could come to",
  );
}

function onlyAnEdgeHasProxies(facts: Facts): Problem | undefined {
  if (facts.written.edge?.trustedProxies === undefined) return;
  const obstacle = obstacleOf(facts.settings);
  if (!obstacle) return;
  const [beside, why] = obstacle;
  return superfluous(facts, ["edge", "trustedProxies"], `with ${beside}`, why);
}

/** What keeps an edge from seeing who sends a request, and why. */
function obstacleOf({ platform, rollout, swarm }: Settings): [string, string] | undefined {
  if (rollout !== "rolling") {
    return ["rollout recreate", "without an edge the app sees the headers as they come"];
  }
  if (!supportsOf(platform).nodes || swarm.publishMode === "host") return undefined;
  return [
    "swarm.publishMode ingress",
    "Swarm's routing mesh stands before the edge, and no address arrives there; it does with swarm.publishMode host",
  ];
}
