import { readJson } from "../../shared/workspace";
import { asMapping, asText } from "../../shared/yaml-file";
import type { Machine } from "../machine";

/**
 * Names what an interrupted run was creating, and the command that goes on from there: the official CLI
 * would make it a second time, which fails where a name is taken. Says nothing where nothing is left.
 */
export function warnOfInterrupted(
  stateFile: string,
  stack: string,
  machine: Pick<Machine, "say">,
): void {
  const { latest } = asMapping(readJson(stateFile).checkpoint);
  const { pending_operations: pending } = asMapping(latest);
  if (!Array.isArray(pending)) return;
  const names = pending
    .map(asMapping)
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => asText(asMapping(resource).urn)?.split("::").at(-1));
  if (names.length === 0) return;
  machine.say(
    `the last run was interrupted while it created ${names.join(", ")}; the embedded engine finds what ` +
      `it left and goes on with it: ./pulumiw --engine embedded up --stack ${stack}`,
  );
}
