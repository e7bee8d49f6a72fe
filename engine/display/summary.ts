import { ACTION_WORDS, type Changes, COUNTED, type Counted } from "./words";

const DONE: Record<Counted, string> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  import: "imported",
};

/** The lines under "Resources:": how many were changed in which way, and how many stayed. */
export function renderChanges(changes: Changes, preview: boolean, errored = 0): string[] {
  const counted = COUNTED.filter((kind) => changes[kind]);
  const lines = counted.map((kind) => {
    const what = preview ? `to ${kind}` : DONE[kind];
    return `    ${ACTION_WORDS[kind].sign}${changes[kind]} ${what}`;
  });
  const total = counted.reduce((sum, kind) => sum + (changes[kind] ?? 0), 0);
  const parts: string[] = [];
  if (counted.length > 1) parts.push(`${total} changes${changes.same ? "." : ""}`);
  if (changes.same) parts.push(`${changes.same} unchanged`);
  if (parts.length) lines.push(`    ${parts.join(" ")}`);
  if (errored) lines.push(`    ${errored} errored`);
  return lines;
}

/** Whether anything is not as it was. */
export function hasChanges(changes: Changes): boolean {
  return COUNTED.some((kind) => changes[kind]);
}

/** A duration as the summary has it: whole seconds, minutes where there are any. */
export function renderDuration(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds < 60) return `${seconds}s`;
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** How long a step took: fractions only below a second. */
export function renderSeconds(seconds: number): string {
  return `${seconds < 1 ? seconds.toFixed(2) : seconds.toFixed(0)}s`;
}
