import { fileNameOf, type Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

/** The rule about other names of the app. */
export const ALIAS_RULES: readonly Rule[] = [
  { reads: ["app", "databases", "services"], check: namesAreFree },
];

/** A name that two parts had would lead to the one or the other. */
function namesAreFree({ settings, given }: Facts): readonly Problem[] {
  const holders = new Map<string, string>([
    ["localhost", "each container itself"],
    ...Object.keys(settings.databases).map((name) => [name, `databases.${name}`] as const),
    ...Object.keys(settings.services).map((name) => [name, `services.${name}`] as const),
    ...Object.keys(settings.app.processes).map((name) => [name, `app.processes.${name}`] as const),
  ]);
  return settings.app.aliases.flatMap((alias, at) => {
    const holder = holders.get(alias.toLowerCase());
    if (holder === undefined) return [];
    return {
      path: ["app", "aliases", at],
      given: `the name ${alias}, by which ${holder} is reached`,
      accepted: "another name",
      mend: `drop it from app.aliases in ${fileNameOf(given.file)}, or rename the other part`,
    };
  });
}
