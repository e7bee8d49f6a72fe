import { DATABASE_NAMES } from "../../../components/databases";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import type { Facts, Rule } from "../rule";

export const IMAGES_RULES: readonly Rule[] = [
  {
    reads: [
      "images",
      "app",
      "backup",
      "database",
      "databases",
      "rollout",
      "replicas",
      "platform",
      "domain",
    ],
    check: imagesAreRun,
  },
];

/** The images that Berth would start something from, and what starts it. */
function imagesAreRun(facts: Facts): readonly Problem[] {
  const { written, settings } = facts;
  const { app, backup, databases, platform, replicas, rollout } = settings;
  const hasVolumeBackups = backup !== undefined && Object.keys(app.volumes).length > 0;
  const isBalanced = platform === "docker" && replicas > 1;
  const hasProxy = rollout === "rolling" || isBalanced || app.healthFrom === "network";
  const ofDatabase = (engine: string): string | undefined => {
    const all = Object.values(databases);
    const own = all.filter((database) => database.engine === engine);
    const [first] = own;
    if (!first)
      return `with ${all.map((it) => `${it.key} ${it.engine}`).join(", ") || "database none"}`;
    const images = written.databases ?? {};
    const has = ({ key, role }: (typeof own)[number]) =>
      (key === "database" ? written.database : images[role])?.image !== undefined;
    return own.every(has) ? `with ${first.key}.image` : undefined;
  };
  const idle: Record<string, string | undefined> = {
    python: app.image === undefined || hasVolumeBackups ? undefined : "with app.image",
    ...Object.fromEntries(DATABASE_NAMES.map((engine) => [engine, ofDatabase(engine)])),
    caddy: hasProxy ? undefined : "with rollout recreate and no load balancer",
  };
  return Object.keys(written.images ?? {}).flatMap((name) => {
    const beside = idle[name];
    if (beside === undefined) return [];
    return [superfluous(facts, ["images", name], beside, "nothing starts from it")];
  });
}
