import { removeCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const JOBS_RULES: readonly Rule[] = [{ reads: ["jobs"], check: graceIsNoLongerThanARun }];

function graceIsNoLongerThanARun({ settings, given }: Facts): readonly Problem[] {
  return Object.entries(settings.jobs).flatMap(([name, { stopGrace, timeout }]) => {
    if (stopGrace === undefined || stopGrace <= timeout) return [];
    const path = ["jobs", name, "stopGrace"];
    return {
      path,
      given: `${showAt(given, path)}, and a run is ended after ${timeout} s`,
      accepted: `at most the timeout, ${timeout}`,
      mend: removeCommand(given.file, path),
    };
  });
}
