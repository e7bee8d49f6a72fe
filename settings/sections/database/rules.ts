import { databaseEngine } from "../../../components/databases";
import { removeCommand, setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import { hardeningPart } from "../hardening/part";
import type { Facts, Rule } from "../rule";
import { isTakenName } from "./names";
import { enginesWith } from "./words";

export const DATABASE_RULES: readonly Rule[] = [
  { reads: ["database", "hardening"], check: publishedDatabaseHasAWayOut },
  { reads: ["database"], check: noDatabaseHasSettings },
  { reads: ["database"], check: someHaveNoNames },
  { reads: ["database"], check: systemDatabasesAreTaken },
  { reads: ["database"], check: serverKeepsTheWholeName },
  { reads: ["database"], check: policyNeedsALimit },
];

/** Few engines have a policy, and they need to know when they are full. */
function policyNeedsALimit({ written, settings, given }: Facts): Problem | undefined {
  const { database } = settings;
  if (written.database?.maxmemoryPolicy === undefined || !database) return;
  const path = ["database", "maxmemoryPolicy"];
  const shown = showAt(given, path);
  if (!databaseEngine(database.engine).maxmemoryPolicies) {
    return {
      path,
      given: `${shown} with ${database.engine}`,
      accepted: `nothing: only ${enginesWith("maxmemoryPolicies")} has a policy for full memory`,
      mend: removeCommand(given.file, path),
    };
  }
  if (database.limits.memory !== undefined || database.config !== undefined) return;
  return {
    path,
    given: `${shown} without database.limits.memory`,
    accepted: `a policy together with a limit, without which ${databaseEngine(database.engine).product} is never full`,
    mend: setCommand(given.file, ["database", "limits", "memory"], "512m"),
  };
}

function someHaveNoNames({ written, given }: Facts): readonly Problem[] {
  const { engine = "none" } = written.database ?? {};
  if (engine === "none") return [];
  const { names } = databaseEngine(engine);
  if (!("none" in names)) return [];
  const keys = (["name", "user"] as const).filter((key) => written.database?.[key] !== undefined);
  return keys.map((key) => ({
    path: ["database", key],
    given: showAt(given, ["database", key]),
    accepted: `nothing: ${names.none}`,
    mend: removeCommand(given.file, ["database", key]),
  }));
}

function systemDatabasesAreTaken({ written, given }: Facts): readonly Problem[] {
  const { engine = "none", name, user } = written.database ?? {};
  if (engine === "none") return [];
  const keys = [
    ...(name && isTakenName(engine, name) ? ["name"] : []),
    ...(user && isTakenName(engine, user, "takenUsers") ? ["user"] : []),
  ];
  return keys.map((key) => {
    const path = ["database", key];
    return {
      path,
      given: `${showAt(given, path)}, a name that the server or a restore keeps for itself`,
      accepted: "another name",
      mend: setCommand(given.file, path, "widgets"),
    };
  });
}

/** Some cut off what is too long, and the app would not find its database by the name that it is given. */
function serverKeepsTheWholeName({ written, given }: Facts): Problem | undefined {
  const { engine = "none", name = "" } = written.database ?? {};
  if (engine === "none") return;
  const { product, names } = databaseEngine(engine);
  if ("none" in names || name.length <= names.longest) return;
  const path = ["database", "name"];
  return {
    path,
    given: `${showAt(given, path)}, a name of ${name.length} characters`,
    accepted: `a name of at most ${names.longest}, which ${product} keeps`,
    mend: setCommand(given.file, path, name.slice(0, names.longest)),
  };
}

function noDatabaseHasSettings(facts: Facts): readonly Problem[] {
  const { database } = facts.written;
  if (database?.engine !== "none") return [];
  return Object.keys(database)
    .filter((key) => key !== "engine" && database[key as keyof typeof database] !== undefined)
    .map((key) =>
      superfluous(facts, ["database", key], "with database.engine none", "there is no database"),
    );
}

function publishedDatabaseHasAWayOut(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  const { database, hardening } = settings;
  if (!database?.port || !hardening.internalNetwork) return;
  return {
    path: ["database", "port"],
    given: `${showAt(given, ["database", "port"])} with ${hardeningPart(facts, "internalNetwork")}`,
    accepted: "none: no port of an internal network can be published",
    mend: setCommand(given.file, ["hardening", "internalNetwork"], "false"),
  };
}
