import { databaseEngine } from "../../../components/databases";
import { removeCommand, setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import { formatPath } from "../../language/path";
import type { Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import { hardeningPart } from "../hardening/part";
import type { Facts, Rule } from "../rule";
import { type WrittenDatabase, writtenDatabases } from "./entries";
import { isTakenName } from "./names";
import { enginesWith } from "./words";

export const DATABASE_RULES: readonly Rule[] = [
  { reads: ["database", "databases", "hardening"], check: ofEach(publishedDatabaseHasAWayOut) },
  { reads: ["database"], check: noDatabaseHasSettings },
  ...[
    someHaveNoNames,
    someHaveNoFormerVolume,
    systemDatabasesAreTaken,
    serverKeepsTheWholeName,
    policyNeedsALimit,
  ].map((check): Rule => ({ reads: ["database", "databases"], check: ofEach(check) })),
];

type Check = (database: WrittenDatabase, facts: Facts) => Problem | readonly Problem[] | undefined;

/** A rule of each database that a stack file has. */
function ofEach(check: Check): Rule["check"] {
  return (facts) =>
    writtenDatabases(facts.written).flatMap((database) => check(database, facts) ?? []);
}

/** Few engines have a policy, and they need to know when they are full. */
function policyNeedsALimit(
  { role, path: at, written }: WrittenDatabase,
  { settings, given }: Facts,
): Problem | undefined {
  const database = settings.databases[role];
  if (written?.maxmemoryPolicy === undefined || !database) return;
  const path = [...at, "maxmemoryPolicy"];
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
  const limit = [...at, "limits", "memory"];
  return {
    path,
    given: `${shown} without ${formatPath(limit)}`,
    accepted: `a policy together with a limit, without which ${databaseEngine(database.engine).product} is never full`,
    mend: setCommand(given.file, limit, "512m"),
  };
}

function someHaveNoNames({ path, written }: WrittenDatabase, { given }: Facts): readonly Problem[] {
  const { engine = "none" } = written ?? {};
  if (engine === "none") return [];
  const { names } = databaseEngine(engine);
  if (!("none" in names)) return [];
  const keys = (["name", "user"] as const).filter((key) => written?.[key] !== undefined);
  return keys.map((key) => ({
    path: [...path, key],
    given: showAt(given, [...path, key]),
    accepted: `nothing: ${names.none}`,
    mend: removeCommand(given.file, [...path, key]),
  }));
}

/** Where a server reads what older ones wrote, an upgrade is a restart. */
function someHaveNoFormerVolume(
  { path: at, written }: WrittenDatabase,
  { given }: Facts,
): Problem | undefined {
  const { engine = "none", formerVolume } = written ?? {};
  if (engine === "none" || formerVolume === undefined) return;
  const { product, versions } = databaseEngine(engine);
  if (!versions.readsOlder) return;
  const path = [...at, "formerVolume"];
  return {
    path,
    given: `${showAt(given, path)} with ${engine}`,
    accepted: `nothing: a new version of ${product} reads the data as it is, and leaves no volume`,
    mend: removeCommand(given.file, path),
  };
}

function systemDatabasesAreTaken(
  { path: at, written }: WrittenDatabase,
  { given }: Facts,
): readonly Problem[] {
  const { engine = "none", name, user } = written ?? {};
  if (engine === "none") return [];
  const keys = [
    ...(name && isTakenName(engine, name) ? ["name"] : []),
    ...(user && isTakenName(engine, user, "takenUsers") ? ["user"] : []),
  ];
  return keys.map((key) => {
    const path = [...at, key];
    return {
      path,
      given: `${showAt(given, path)}, a name that the server or a restore keeps for itself`,
      accepted: "another name",
      mend: setCommand(given.file, path, "widgets"),
    };
  });
}

/** Some cut off what is too long, and the app would not find its database by the name that it is given. */
function serverKeepsTheWholeName(
  { path: at, written }: WrittenDatabase,
  { given }: Facts,
): Problem | undefined {
  const { engine = "none", name = "" } = written ?? {};
  if (engine === "none") return;
  const { product, names } = databaseEngine(engine);
  if ("none" in names || name.length <= names.longest) return;
  const path = [...at, "name"];
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

function publishedDatabaseHasAWayOut(
  { role, path: at }: WrittenDatabase,
  facts: Facts,
): Problem | undefined {
  const { settings, given } = facts;
  if (!settings.databases[role]?.port || !settings.hardening.internalNetwork) return;
  const path = [...at, "port"];
  return {
    path,
    given: `${showAt(given, path)} with ${hardeningPart(facts, "internalNetwork")}`,
    accepted: "none: no port of an internal network can be published",
    mend: setCommand(given.file, ["hardening", "internalNetwork"], "false"),
  };
}
