import type { Path } from "./path";
import type { Problem } from "./problem";
import type { Facts, Rule } from "./rules";
import { superfluous } from "./superfluous";

/** The rules about settings that nothing would come of beside others. */
export const IDLE_RULES: readonly Rule[] = [
  { reads: ["app", "build", "registry", "source", "release", "platform"], check: imageIsNotBuilt },
  { reads: ["app", "database"], check: nothingHasTheName },
  { reads: ["backup"], check: noBackupHasSettings },
  { reads: ["app", "hardening"], check: nothingIsTakenAway },
  { reads: ["database"], check: noDatabaseHasSettings },
  {
    reads: ["images", "app", "database", "rollout", "replicas", "platform", "domain"],
    check: imagesAreRun,
  },
];

type Found = readonly [path: Path, beside: string, why: string];

const problems = (facts: Facts, found: readonly Found[]): Problem[] =>
  found.map(([path, beside, why]) => superfluous(facts, path, beside, why));

function imageIsNotBuilt(facts: Facts): readonly Problem[] {
  const { written, settings } = facts;
  const { app, build, registry } = written;
  if (app?.image === undefined) return [];
  const isMounted = settings.source === "bind";
  const paths: Path[] = [
    ...(["tag", "dockerfile", "target", "buildArgs", "keepImages"] as const)
      .filter((key) => app[key] !== undefined)
      .map((key) => ["app", key]),
    ...(app.context === undefined || isMounted ? [] : [["app", "context"]]),
    ...(build === undefined ? [] : [["build"]]),
    ...(registry?.push === undefined ? [] : [["registry", "push"]]),
  ];
  const why = "app.image is run as it is, without a build";
  return problems(
    facts,
    paths.map((path) => [path, "with app.image", why]),
  );
}

/** The app's name is that of the image that is built, and of a database that is given none. */
function nothingHasTheName(facts: Facts): readonly Problem[] {
  const { app, database } = facts.written;
  if (app?.image === undefined || app.name === undefined) return [];
  const { engine } = facts.settings.database ?? {};
  const isNamed = database?.name !== undefined && database.user !== undefined;
  if (engine !== undefined && engine !== "redis" && !isNamed) return [];
  return problems(facts, [[["app", "name"], "with app.image", "nothing is named by it"]]);
}

function noBackupHasSettings(facts: Facts): readonly Problem[] {
  const { backup } = facts.written;
  if (backup?.schedule !== "none") return [];
  const keys = (["keep", "to", "limits"] as const).filter((key) => backup[key] !== undefined);
  return problems(
    facts,
    keys.map((key) => [["backup", key], "with backup.schedule none", "there are no backups"]),
  );
}

function nothingIsTakenAway(facts: Facts): readonly Problem[] {
  const { written, settings } = facts;
  const { capabilities, writable } = written.app ?? {};
  const { dropCapabilities, readOnly } = settings.hardening;
  const without = (part: "dropCapabilities" | "readOnly") => `with hardening.${part} false`;
  return problems(facts, [
    ...(capabilities?.length && !dropCapabilities
      ? [
          [
            ["app", "capabilities"],
            without("dropCapabilities"),
            "the app has all that Docker gives",
          ] satisfies Found,
        ]
      : []),
    ...(writable?.length && !readOnly
      ? [
          [
            ["app", "writable"],
            without("readOnly"),
            "the app may write wherever its user may",
          ] satisfies Found,
        ]
      : []),
  ]);
}

function noDatabaseHasSettings(facts: Facts): readonly Problem[] {
  const { database } = facts.written;
  if (database?.engine !== "none") return [];
  const keys = Object.keys(database).filter(
    (key) => key !== "engine" && database[key as keyof typeof database] !== undefined,
  );
  return problems(
    facts,
    keys.map((key) => [["database", key], "with database.engine none", "there is no database"]),
  );
}

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
    mysql: ofDatabase("mysql"),
    mariadb: ofDatabase("mariadb"),
    redis: ofDatabase("redis"),
    caddy: hasProxy ? undefined : "with rollout recreate and no load balancer",
  };
  return problems(
    facts,
    Object.keys(written.images ?? {}).flatMap((name) => {
      const beside = idle[name];
      return beside === undefined ? [] : [[["images", name], beside, "nothing starts from it"]];
    }),
  );
}
