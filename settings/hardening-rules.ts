import { setCommand } from "./commands";
import { showAt } from "./given";
import type { Problem } from "./problem";
import type { Facts, Rule } from "./rules";
import type { HardeningSettings } from "./types";

/** The rules of what hardening does not go together with. */
export const HARDENING_RULES: readonly Rule[] = [
  { reads: ["database", "hardening"], check: publishedDatabaseHasAWayOut },
  { reads: ["app", "hardening"], check: userIsNotRoot },
];

function publishedDatabaseHasAWayOut(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  const { database, hardening } = settings;
  if (!database?.port || !hardening.internalNetwork) return;
  return {
    path: ["database", "port"],
    given: `${showAt(given, ["database", "port"])} with ${partOf(facts, "internalNetwork")}`,
    accepted: "none: no port of an internal network can be published",
    mend: setCommand(given.file, ["hardening", "internalNetwork"], "false"),
  };
}

function userIsNotRoot(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  const { app, hardening } = settings;
  if (!hardening.nonRoot || !app.user || Number(app.user.split(":")[0]) !== 0) return;
  return {
    path: ["app", "user"],
    given: `${showAt(given, ["app", "user"])}, which is root, with ${partOf(facts, "nonRoot")}`,
    accepted: "another user; or root, with hardening.nonRoot set to false",
    mend: setCommand(given.file, ["app", "user"], "10001:10001"),
  };
}

/** The name of a part of hardening, and where it comes from when nobody set it. */
const partOf = ({ written, settings }: Facts, part: keyof HardeningSettings) =>
  written.hardening?.[part] === undefined
    ? `hardening.${part}, the default of ${settings.mode}`
    : `hardening.${part}`;
