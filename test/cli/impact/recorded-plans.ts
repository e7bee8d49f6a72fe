import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PlannedStep } from "../../../shared/planned-step";

const FILE = join(__dirname, "recorded-plans.json");

/** Plans of the official CLI for a prod stack with MySQL, each by the setting that was changed. */
export const plans: Readonly<Record<string, PlannedStep[]>> = JSON.parse(
  readFileSync(FILE, "utf8"),
);
