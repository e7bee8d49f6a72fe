import {
  DiffResponse,
  type CheckFailure as WireFailure,
  type PropertyDiff as WirePropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb";

import { containsUnknown, equal } from "../../resource/value";
import type { CheckFailure, DiffResult, PropertyDiff, PropertyMap } from "../provider";

const KINDS: PropertyDiff["kind"][] = [
  "add",
  "add-replace",
  "delete",
  "delete-replace",
  "update",
  "update-replace",
];

export function failuresFromWire(answer: { getFailuresList(): WireFailure[] }): CheckFailure[] {
  return answer.getFailuresList().map((failure) => ({
    property: failure.getProperty(),
    reason: failure.getReason(),
  }));
}

/** A diff; where the provider leaves the question open, the inputs are compared. */
export function diffFromWire(
  answer: DiffResponse | undefined,
  oldInputs: PropertyMap,
  news: PropertyMap,
): DiffResult {
  const open = answer?.getChanges() ?? DiffResponse.DiffChanges.DIFF_UNKNOWN;
  const compared = compareInputs(oldInputs, news);
  if (!answer) return compared;
  const details: Record<string, PropertyDiff> = {};
  answer.getDetaileddiffMap().forEach((diff: WirePropertyDiff, path: string) => {
    details[path] = { kind: KINDS[diff.getKind()] ?? "update", inputDiff: diff.getInputdiff() };
  });
  const replaces = answer.getReplacesList();
  const unknown = open === DiffResponse.DiffChanges.DIFF_UNKNOWN;
  return {
    changes: unknown ? compared.changes : open === DiffResponse.DiffChanges.DIFF_SOME,
    replaces,
    deleteBeforeReplace: answer.getDeletebeforereplace(),
    diffs: unknown ? compared.diffs : answer.getDiffsList(),
    stables: answer.getStablesList(),
    detailedDiff: answer.getHasdetaileddiff() ? details : undefined,
  };
}

/** What comparing the inputs alone says. */
export function compareInputs(oldInputs: PropertyMap, news: PropertyMap): DiffResult {
  const keys = Object.keys({ ...oldInputs, ...news });
  const diffs = keys.filter(
    (key) => !equal(oldInputs[key], news[key]) || containsUnknown(news[key] ?? null),
  );
  return { changes: diffs.length > 0, replaces: [], deleteBeforeReplace: false, diffs };
}
