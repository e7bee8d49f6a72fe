import type { DiffResult } from "../providers/provider";
import { reveal } from "../resource/secrecy";
import type { ResourceState } from "../resource/state";
import { containsSecret, type Value } from "../resource/value";
import { replaceOnChanges } from "./replace-on-changes";

/** What is known about a registration once its inputs are checked and compared. */
export interface ComparedResource {
  /** The resource as the state has it, if it does. */
  old: ResourceState | undefined;
  new: ResourceState;
  diff: DiffResult;
  replaceOnChanges: readonly string[];
  /** The program's word on how to replace; it goes over the provider's. */
  deleteBeforeReplace: boolean | undefined;
}

/** What becomes of a registered resource that exists and is a target. */
export type Verdict =
  | { kind: "same" }
  | { kind: "update"; diff: DiffResult }
  | { kind: "replace"; diff: DiffResult; deleteFirst: boolean };

/** Whether a resource can stay, has to be changed, or has to be replaced. */
export function decide(facts: ComparedResource & { old: ResourceState }): Verdict {
  const hasInitErrors = facts.old.initErrors.length > 0;
  const diff = replaceOnChanges(facts.diff, facts.replaceOnChanges, hasInitErrors);
  if (facts.old.pendingReplacement || (diff.changes && diff.replaces.length > 0)) {
    const deleteFirst = facts.deleteBeforeReplace ?? diff.deleteBeforeReplace;
    return { kind: "replace", diff, deleteFirst };
  }
  // One that failed to come up is updated without a change: the provider waits for it again.
  if (diff.changes || hasInitErrors) return { kind: "update", diff };
  return { kind: "same" };
}

/** A diff that says no more than that everything changed because of this. */
export function replaceBecauseOf(key: string): DiffResult {
  return { changes: true, replaces: [key], deleteBeforeReplace: false, diffs: [] };
}

/** Why a resource may not be replaced, or undefined when it may. */
export function replacementObstacle(old: ResourceState, next: ResourceState): string | undefined {
  if (old.protect && next.protect) {
    return (
      `unable to replace resource "${next.urn}"\nas it is currently marked for protection. ` +
      "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi " +
      "program and run `pulumi up`"
    );
  }
  return undefined;
}

/**
 * Why one that the program still wants to import may not be replaced: what was imported would be
 * gone. Names what differs, as the program is what has to be changed.
 */
export function importObstacle(
  old: ResourceState,
  next: ResourceState,
  diff: DiffResult,
): string | undefined {
  if (!next.importId) return undefined;
  const keys = [...new Set([...diff.diffs, ...diff.replaces])].filter((key) => key in next.inputs);
  const text = (value: Value = null) =>
    containsSecret(value) ? "[secret]" : JSON.stringify(reveal(value));
  const changes = keys.map(
    (key) => `${key}: ${text(old.inputs[key])} => ${text(next.inputs[key])}`,
  );
  const message =
    "previously-imported resources that still specify an ID may not be replaced; " +
    "please remove the `import` declaration from your program";
  return [message, ...changes].join("\n");
}

/** Why a resource may not be deleted, or undefined when it may. */
export function deletionObstacle(old: ResourceState): string | undefined {
  if (!old.protect) return undefined;
  return (
    `resource "${old.urn}" cannot be deleted\nbecause it is protected. To unprotect the resource, ` +
    "either remove the `protect` flag from the resource in your Pulumi program and run " +
    `\`pulumi up\`, or use the command:\n\`pulumi state unprotect '${old.urn}'\``
  );
}
