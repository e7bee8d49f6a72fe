import { removeCommand, setCommand } from "./commands";
import { SYSTEM_NAMES } from "./defaults";
import { showAt } from "./given";
import type { Problem } from "./problem";
import type { Facts, Rule } from "./rules";

/** The rules of what a database engine has, and what goes together there. */
export const DATABASE_RULES: readonly Rule[] = [
  { reads: ["database"], check: redisHasNoNames },
  { reads: ["database"], check: systemDatabasesAreTaken },
  { reads: ["database"], check: policyNeedsAFullRedis },
];

/** Only Redis has a policy, and it needs to know when it is full. */
function policyNeedsAFullRedis({ written, settings, given }: Facts): Problem | undefined {
  const { database } = settings;
  if (written.database?.maxmemoryPolicy === undefined || !database) return;
  const path = ["database", "maxmemoryPolicy"];
  const shown = showAt(given, path);
  if (database.engine !== "redis") {
    return {
      path,
      given: `${shown} with ${database.engine}`,
      accepted: "nothing: only redis has a policy for full memory",
      mend: removeCommand(given.file, path),
    };
  }
  if (database.limits.memory !== undefined || database.config !== undefined) return;
  return {
    path,
    given: `${shown} without database.limits.memory`,
    accepted: "a policy together with a limit, without which Redis is never full",
    mend: setCommand(given.file, ["database", "limits", "memory"], "512m"),
  };
}

function redisHasNoNames({ written, given }: Facts): readonly Problem[] {
  if (written.database?.engine !== "redis") return [];
  const keys = (["name", "user"] as const).filter((key) => written.database?.[key] !== undefined);
  return keys.map((key) => ({
    path: ["database", key],
    given: showAt(given, ["database", key]),
    accepted: "nothing: Redis numbers its databases and Berth gives it one password",
    mend: removeCommand(given.file, ["database", key]),
  }));
}

function systemDatabasesAreTaken({ written, given }: Facts): Problem | undefined {
  const { engine, name } = written.database ?? {};
  if (!name || engine === "redis" || !SYSTEM_NAMES.has(name.toLowerCase())) return;
  const path = ["database", "name"];
  return {
    path,
    given: `${showAt(given, path)}, a name that the server or a restore keeps for itself`,
    accepted: "another name",
    mend: setCommand(given.file, path, "widgets"),
  };
}
