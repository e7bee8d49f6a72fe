import { setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import type { Problem } from "../../language/problem";
import { hardeningPart } from "../hardening/part";
import type { Facts, Rule } from "../rule";

export const USER_RULES: readonly Rule[] = [{ reads: ["app", "hardening"], check: userIsNotRoot }];

function userIsNotRoot(facts: Facts): Problem | undefined {
  const { settings, given } = facts;
  const { app, hardening } = settings;
  if (!hardening.nonRoot || !app.user || Number(app.user.split(":")[0]) !== 0) return;
  return {
    path: ["app", "user"],
    given: `${showAt(given, ["app", "user"])}, which is root, with ${hardeningPart(facts, "nonRoot")}`,
    accepted: "another user; or root, with hardening.nonRoot set to false",
    mend: setCommand(given.file, ["app", "user"], "10001:10001"),
  };
}
