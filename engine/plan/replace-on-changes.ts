import type { DiffResult, PropertyDiff } from "../providers/provider";
import { covers, type PropertyPath, parsePath } from "../resource/property-path";

/** A name that `replaceOnChanges` may hold: replace what failed to come up. */
const INIT_ERROR = "#initerror";

/** Turns the changes that the program wants a replacement for into ones that need it. */
export function replaceOnChanges(
  diff: DiffResult,
  paths: readonly string[],
  hasInitErrors: boolean,
): DiffResult {
  if (paths.length === 0 || (!diff.changes && !hasInitErrors)) return diff;
  const wanted = paths.map(parsePath);
  const isWanted = (path: PropertyPath) => wanted.some((outer) => covers(outer, path));
  const replaces = new Set(diff.replaces);
  for (const key of diff.diffs) if (isWanted([key])) replaces.add(key);
  const detailedDiff: Record<string, PropertyDiff> = {};
  for (const [text, change] of Object.entries(diff.detailedDiff ?? {})) {
    const path = parsePath(text);
    detailedDiff[text] = isWanted(path) ? needingReplacement(change) : change;
    if (isWanted(path)) replaces.add(String(path[0]));
  }
  if (hasInitErrors && isWanted([INIT_ERROR])) replaces.add(INIT_ERROR);
  return {
    ...diff,
    changes: diff.changes || replaces.size > 0,
    replaces: [...replaces],
    detailedDiff: diff.detailedDiff && detailedDiff,
  };
}

function needingReplacement(change: PropertyDiff): PropertyDiff {
  if (change.kind.endsWith("-replace")) return change;
  return { ...change, kind: `${change.kind}-replace` as PropertyDiff["kind"] };
}
