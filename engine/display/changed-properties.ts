import type { Step } from "../plan/step";
import type { PropertyDiff } from "../providers/provider";

const SIGNS: Record<string, string> = { add: "+", delete: "-", update: "~" };

/** `[diff: ~name,+labels]`: the top-level properties that a step changes. */
export function changedProperties(step: Step): string {
  if (!("diff" in step)) return "";
  const { diffs, replaces, detailedDiff } = step.diff;
  const marks = new Map<string, string>();
  for (const [path, change] of Object.entries(detailedDiff ?? {})) {
    const key = path.split(/[.[]/)[0] ?? path;
    marks.set(key, marks.has(key) || key !== path ? "~" : signOf(change));
  }
  if (marks.size === 0) for (const key of diffs.length ? diffs : replaces) marks.set(key, "~");
  const keys = [...marks.keys()].filter((key) => key && !key.startsWith("__")).sort();
  return keys.length ? `[diff: ${keys.map((key) => `${marks.get(key)}${key}`).join(",")}]` : "";
}

function signOf({ kind }: PropertyDiff): string {
  return SIGNS[kind.replace("-replace", "")] ?? "~";
}
