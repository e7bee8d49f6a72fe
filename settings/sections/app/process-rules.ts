import { removeCommand } from "../../language/commands";
import { formatPath } from "../../language/path";
import { fileNameOf, type Problem } from "../../language/problem";
import { superfluous } from "../../language/superfluous";
import { rotationProblems } from "../logs/rules";
import type { Facts, Rule } from "../rule";

/** The rules about what runs beside the web server. */
export const PROCESS_RULES: readonly Rule[] = [
  { reads: ["app"], check: thereIsOneOfASingleton },
  { reads: ["app", "databases"], check: namesAreFree },
  { reads: ["app"], check: logsRotate },
];

function thereIsOneOfASingleton(facts: Facts): readonly Problem[] {
  return Object.entries(facts.settings.app.processes)
    .filter(([, { singleton, replicas }]) => singleton && replicas > 1)
    .map(([name]) =>
      superfluous(
        facts,
        ["app", "processes", name, "replicas"],
        "with singleton true",
        "there is never more than one of it",
      ),
    );
}

/** Names by which other parts of a stack are reached, or that belong to none in particular. */
const TAKEN = ["app", "backup", "balancer", "database", "edge", "jobs", "localhost", "release"];

function namesAreFree({ written, given }: Facts): readonly Problem[] {
  // On the stack's network each of them is reached by its name alone.
  const { services } = written as unknown as Record<string, object | undefined>;
  const holders = new Map<string, string>([
    ...TAKEN.map((name) => [name, "another part of the stack"] as const),
    ...Object.keys(written.databases ?? {}).map((name) => [name, `databases.${name}`] as const),
    ...Object.keys(services ?? {}).map((name) => [name, `services.${name}`] as const),
  ]);
  return Object.keys(written.app?.processes ?? {})
    .filter((name) => holders.has(name))
    .map((name) => {
      const path = ["app", "processes", name];
      return {
        path,
        given: `the name ${JSON.stringify(name)}, which ${holders.get(name)} has`,
        accepted: "a name of its own",
        mend: `rename ${formatPath(path)} in ${fileNameOf(given.file)}, or drop it: ${removeCommand(given.file, path)}`,
      };
    });
}

function logsRotate({ settings, written, given }: Facts): readonly Problem[] {
  return Object.entries(settings.app.processes).flatMap(([name, { logs }]) => {
    const own = written.app?.processes?.[name]?.logs;
    return logs
      ? rotationProblems(
          ["app", "processes", name, "logs"],
          { settings: logs, written: own },
          given,
        )
      : [];
  });
}
