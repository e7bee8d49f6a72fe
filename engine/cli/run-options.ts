import { availableParallelism } from "node:os";

import { UserError } from "../errors";
import type { RunOptions } from "../execute/context";
import { protectedUrns, someOf, Targets } from "../plan/targets";
import type { Snapshot } from "../state/deployment";
import type { Invocation } from "./flags";
import type { OperationKind } from "./operation-kind";

/** What the command line says on how to run. */
export function runOptions(
  kind: OperationKind,
  { list, has, text }: Invocation,
  preview: boolean,
  snapshot: Snapshot,
): RunOptions {
  const replaced = [...list("replace"), ...list("target-replace")];
  const targets = new Targets([...list("target"), ...list("target-replace")]);
  const isProtectedKept = has("exclude-protected");
  const kept = isProtectedKept ? protectedUrns(snapshot.resources) : [];
  const excludes = new Targets([...list("exclude"), ...kept]);
  if (targets.limited && (excludes.limited || isProtectedKept)) {
    const other = isProtectedKept ? "--exclude-protected" : "--exclude";
    throw new UserError(`--target and ${other}: given both; accepted: one of them`);
  }
  const parallel = Number(text("parallel") ?? availableParallelism() * 4);
  // Those of an update are looked at when it runs: the program may have new ones.
  if (kind !== "update")
    for (const limit of [targets, excludes]) refuseUnknownTargets(limit, snapshot);
  return {
    preview,
    parallel: Math.max(1, parallel),
    targets,
    targetDependents: has("target-dependents"),
    excludes,
    excludeDependents: has("exclude-dependents"),
    replace: new Targets(replaced),
    continueOnError: has("continue-on-error"),
  };
}

function refuseUnknownTargets(targets: Targets, { resources }: Snapshot): void {
  const known = resources.map(({ urn }) => urn);
  const [unknown] = targets.unmatched(new Set(known));
  if (unknown)
    throw new UserError(`no resource named '${unknown}' found. ${someOf(unknown, known)}`);
}

/** The state to start from: as it is, or with `--clear-pending-creates` without what was being created. */
export function startingPoint(snapshot: Snapshot, { has }: Invocation): Snapshot {
  if (!has("clear-pending-creates")) return snapshot;
  return { ...snapshot, pending: snapshot.pending.filter(({ type }) => type !== "creating") };
}
