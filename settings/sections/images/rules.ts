import { DATABASE_NAMES } from "../../../components/databases";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import type { Facts, Rule } from "../rule";

export const IMAGES_RULES: readonly Rule[] = [
  {
    reads: ["images", "app", "database", "rollout", "replicas", "platform", "domain"],
    check: imagesAreRun,
  },
];

/** The images that Berth would start something from, and what starts it. */
function imagesAreRun(facts: Facts): readonly Problem[] {
  const { written, settings } = facts;
  const { app, database, platform, replicas, rollout } = settings;
  const isBalanced = platform === "docker" && replicas > 1;
  const hasProxy = rollout === "rolling" || isBalanced || app.healthFrom === "network";
  const ofDatabase = (engine: string): string | undefined => {
    if (database?.engine !== engine) return `with database ${database?.engine ?? "none"}`;
    return written.database?.image === undefined ? undefined : "with database.image";
  };
  const idle: Record<string, string | undefined> = {
    python: app.image === undefined ? undefined : "with app.image",
    ...Object.fromEntries(DATABASE_NAMES.map((engine) => [engine, ofDatabase(engine)])),
    caddy: hasProxy ? undefined : "with rollout recreate and no load balancer",
  };
  return Object.keys(written.images ?? {}).flatMap((name) => {
    const beside = idle[name];
    if (beside === undefined) return [];
    return [superfluous(facts, ["images", name], beside, "nothing starts from it")];
  });
}
