import { supportsOf } from "../../../shared/platforms";
import { setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import type { Facts, Rule } from "../rule";

/** The rules about how an app tells that it is well. */
export const HEALTH_RULES: readonly Rule[] = [
  { reads: ["app"], check: oneCheckIsEnough },
  { reads: ["app"], check: onlyDockerRepeatsChecks },
  { reads: ["app", "platform"], check: tasksAreSeenBySwarm },
];

function oneCheckIsEnough(facts: Facts): readonly Problem[] {
  const { app } = facts.written;
  if (app?.healthCommand === undefined) return [];
  return (["healthPath", "healthHost", "healthFrom"] as const)
    .filter((key) => app[key] !== undefined)
    .map((key) =>
      superfluous(
        facts,
        ["app", key],
        "with app.healthCommand",
        "that command alone says whether the app is well",
      ),
    );
}

function onlyDockerRepeatsChecks(facts: Facts): readonly Problem[] {
  const { app } = facts.written;
  if (app?.healthFrom !== "network") return [];
  return (["healthInterval", "healthRetries"] as const)
    .filter((key) => app[key] !== undefined)
    .map((key) =>
      superfluous(
        facts,
        ["app", key],
        "with app.healthFrom network",
        "from the network the app is asked when `up` waits for it, and not after that",
      ),
    );
}

function tasksAreSeenBySwarm({ settings, given }: Facts): Problem | undefined {
  const { endsUnhealthy } = supportsOf(settings.platform);
  if (!endsUnhealthy || settings.app.healthFrom !== "network") return;
  const path = ["app", "healthFrom"];
  return {
    path,
    given: `${showAt(given, path)} with platform swarm`,
    accepted:
      "container, since a Swarm goes by checks in the tasks; for an image without a shell set app.healthCommand to a list of words that begins with a program of the image",
    mend: setCommand(given.file, path, "container"),
  };
}
