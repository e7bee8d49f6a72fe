import { databaseEngine, MAIN_ROLE, variablesFor } from "../../../components/databases";
import { removeCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import { formatPath } from "../../language/path";
import { fileNameOf, type Problem } from "../../language/problem";
import { writtenDatabases } from "../database/entries";
import type { Facts, Rule } from "../rule";

export const DATABASES_RULES: readonly Rule[] = [
  { reads: ["database", "databases"], check: databaseIsWrittenOnce },
  { reads: ["databases"], check: namesAreFree },
  { reads: ["database", "databases"], check: variablesDiffer },
  { reads: ["database", "databases", "app"], check: volumesDiffer },
  { reads: ["database", "databases"], check: allDataIsOnOneNode },
];

function databaseIsWrittenOnce({ written, given }: Facts): Problem | undefined {
  if (written.database === undefined || written.databases?.[MAIN_ROLE] === undefined) return;
  return {
    path: ["databases", MAIN_ROLE],
    given: `${showAt(given, ["databases", MAIN_ROLE])} beside the setting database`,
    accepted: "one of the two, which mean the same database",
    mend: removeCommand(given.file, ["database"]),
  };
}

/** Roles of a stack's other parts, whose containers and volumes have names of the same making. */
const TAKEN =
  /^(?:app|app-\d+|backups?|balancer|edge|jobs|localhost|release|restore)$|^(?:job|process|service|volume)-/;

/** What is added to a database's name for what belongs to it. */
const TAKEN_ENDS = /-(?:backups?|data|image|restore|root|secrets|superuser|upgrade|volume)$/;

function namesAreFree({ written, given }: Facts): readonly Problem[] {
  return Object.keys(written.databases ?? {})
    .filter((name) => TAKEN.test(name) || TAKEN_ENDS.test(name))
    .map((name) => ({
      path: ["databases", name],
      given: `the name ${JSON.stringify(name)}, which Berth needs for another part of the stack`,
      accepted: "another name",
      mend: `rename ${formatPath(["databases", name])} in ${fileNameOf(given.file)}, or drop it: ${removeCommand(given.file, ["databases", name])}`,
    }));
}

/** As with `database: mysql` and an entry `mysql`, which both would be MYSQL_HOST. */
function variablesDiffer({ settings, given }: Facts): readonly Problem[] {
  const all = Object.values(settings.databases).map(({ role, engine, key }) => ({
    key,
    role,
    names: Object.values(variablesFor(databaseEngine(engine).variables, role)),
  }));
  return all.flatMap(({ key, role, names }, index) => {
    const before = all
      .slice(0, index)
      .find((other) => names.some((it) => other.names.includes(it)));
    const same = before && names.find((name) => before.names.includes(name));
    if (!before || !same) return [];
    return {
      path: ["databases", role],
      given: `the name ${JSON.stringify(role)}, whose variable ${same} is one of ${before.key}`,
      accepted: "another name",
      mend: `rename ${key} in ${fileNameOf(given.file)}, or drop it: ${removeCommand(given.file, ["databases", role])}`,
    };
  });
}

function volumesDiffer({ written, settings, given }: Facts): readonly Problem[] {
  const all = [
    ...writtenDatabases(written).map(({ path, written: it }) => ({ path, volume: it?.volume })),
    ...Object.entries(settings.app.volumes).map(([name, { volume }]) => ({
      path: ["app", "volumes", name],
      volume,
    })),
  ].filter(({ volume }) => volume !== undefined);
  return all.flatMap((one, index) => {
    const before = all.slice(0, index).find(({ volume }) => volume === one.volume);
    if (!before) return [];
    const path = [...one.path, "volume"];
    const why = one.path[0] === "app" ? "" : ": two servers must never share one";
    return {
      path,
      given: `${showAt(given, path)}, which ${formatPath(before.path)} has`,
      accepted: `a volume of its own${why}`,
      mend: removeCommand(given.file, path),
    };
  });
}

function allDataIsOnOneNode({ written, given }: Facts): readonly Problem[] {
  const [first, ...others] = writtenDatabases(written).filter(
    (it) => it.written?.node !== undefined,
  );
  return others
    .filter((it) => it.written?.node !== first?.written?.node)
    .map((it) => {
      const path = [...it.path, "node"];
      return {
        path,
        given: `${showAt(given, path)}, and ${formatPath(first?.path ?? [])}.node is ${JSON.stringify(first?.written?.node)}`,
        accepted: "the same node: a stack has all its data on one",
        mend: removeCommand(given.file, path),
      };
    });
}
