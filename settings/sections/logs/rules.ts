import { removeCommand, setCommand } from "../../language/commands";
import type { Filled } from "../../language/filled";
import { type Given, showAt } from "../../language/given";
import type { Path } from "../../language/path";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";
import type { logsObject } from ".";

export const LOGS_RULES: readonly Rule[] = [
  {
    reads: ["logs"],
    check: ({ written, settings, given }: Facts) =>
      rotationProblems(["logs"], { settings: settings.logs, written: written.logs }, given),
  },
];

interface Logs {
  settings: Filled<typeof logsObject>;
  /** What the stack file says of them. */
  written: object | undefined;
}

/** A rotation that the driver does not have. */
export function rotationProblems(
  at: Path,
  { settings: { driver, maxFile }, written = {} }: Logs,
  given: Given,
): readonly Problem[] {
  if (driver === "local" && maxFile < 2) {
    const path = [...at, "maxFile"];
    return [
      {
        path,
        given: `${maxFile} with the driver local`,
        accepted: "at least 2: it compresses every file but the newest",
        mend: setCommand(given.file, path, "3"),
      },
    ];
  }
  if (driver === "json-file" || driver === "local") return [];
  const keys = ["maxSize", "maxFile"].filter((key) => key in written);
  return keys.map((key) => ({
    path: [...at, key],
    given: `${showAt(given, [...at, key])} with the driver ${driver}`,
    accepted: "nothing: only json-file and local rotate their files",
    mend: removeCommand(given.file, [...at, key]),
  }));
}
