import { removeCommand, setCommand } from "../../language/commands";
import { showAt } from "../../language/given";
import type { Problem } from "../../language/problem";
import type { Facts, Rule } from "../rule";

export const LOGS_RULES: readonly Rule[] = [
  { reads: ["logs"], check: rotationNeedsADriverThatRotates },
];

function rotationNeedsADriverThatRotates({ written, settings, given }: Facts): readonly Problem[] {
  const { driver, maxFile } = settings.logs;
  if (driver === "local" && maxFile < 2) {
    const path = ["logs", "maxFile"];
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
  const keys = (["maxSize", "maxFile"] as const).filter((key) => written.logs?.[key] !== undefined);
  return keys.map((key) => ({
    path: ["logs", key],
    given: `${showAt(given, ["logs", key])} with the driver ${driver}`,
    accepted: "nothing: only json-file and local rotate their files",
    mend: removeCommand(given.file, ["logs", key]),
  }));
}
