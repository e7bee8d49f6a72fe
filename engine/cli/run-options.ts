import { availableParallelism } from "node:os";

import { UserError } from "../errors";
import type { RunOptions } from "../execute/context";
import type { RunEvent } from "../execute/events";
import { Targets } from "../plan/targets";
import { parseUrn } from "../resource/urn";
import type { Snapshot } from "../state/deployment";
import type { Invocation } from "./flags";
import type { OperationKind } from "./operation";

/** What the command line says on how to run. */
export function runOptions(
  kind: OperationKind,
  { list, has, text }: Invocation,
  preview: boolean,
  snapshot: Snapshot,
): RunOptions {
  const replaced = [...list("replace"), ...list("target-replace")];
  const targets = new Targets([...list("target"), ...list("target-replace")]);
  const parallel = Number(text("parallel") ?? availableParallelism() * 4);
  if (!Number.isInteger(parallel)) throw new UserError("--parallel must be a number");
  if (kind !== "update") refuseUnknownTargets(targets, snapshot);
  return {
    preview,
    parallel: Math.max(1, parallel),
    targets,
    targetDependents: has("target-dependents"),
    replace: new Targets(replaced),
    continueOnError: has("continue-on-error"),
  };
}

function refuseUnknownTargets(targets: Targets, { resources }: Snapshot): void {
  const [unknown] = targets.unmatched(resources);
  if (unknown) throw new UserError(`no resource named '${unknown}' found`);
}

/** Other pending operations are settled by what the run finds; creations may have left something. */
export function warnOfPending({ pending }: Snapshot, emit: (event: RunEvent) => void): void {
  const creates = pending.filter(({ type }) => type === "creating");
  if (creates.length === 0) return;
  const names = creates.map(({ resource }) => `  * ${resource.urn}, interrupted while creating`);
  const message =
    `Attempting to deploy or update resources with ${creates.length} pending operations from previous deployment.\n` +
    `${names.join("\n")}\nThese resources are in an unknown state because the run was interrupted while it created ` +
    `them. If ${parseUrn(creates[0]?.resource.urn ?? "").name} does not exist, ` +
    "`pulumi refresh --clear-pending-creates` removes the note.";
  emit({ kind: "log", severity: "warning", message, urn: "", ephemeral: false });
}
