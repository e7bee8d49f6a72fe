import { containsUnknown, equal, Secret, type Value, type ValueMap } from "../resource/value";
import { keyWidth, type Masking, renderValue } from "./values";

/** A stack's outputs before and after a run. */
export interface OutputChange {
  /** Undefined when there was no stack yet. */
  olds: ValueMap | undefined;
  news: ValueMap;
}

/** The lines under "Outputs:". A preview shows what changes, an update everything. */
export function renderOutputs(change: OutputChange, preview: boolean, masking: Masking): string[] {
  const { olds, news } = change;
  const keys = Object.keys({ ...olds, ...news }).sort();
  const width = keyWidth(keys);
  return keys.flatMap((key) => {
    const before = olds?.[key];
    const after = news[key];
    const label = `${key.padEnd(width)}: `;
    if (olds === undefined) return [`    ${label}${shown(after, masking)}`];
    // Nor is it told that a secret changed: what would be shown is the same.
    const hidden = before instanceof Secret && after instanceof Secret && !masking.showSecrets;
    // What a preview cannot know is not told as a change.
    const unknown = preview && before !== undefined && containsUnknown(after ?? null);
    if (unknown || hidden || equal(before, after))
      return preview ? [] : [`    ${label}${shown(after, masking)}`];
    if (before === undefined) return [`  + ${label}${shown(after, masking)}`];
    if (after === undefined) return [`  - ${label}${shown(before, masking)}`];
    return [`  ~ ${label}${shown(before, masking)} => ${shown(after, masking)}`];
  });
}

function shown(value: Value | undefined, masking: Masking): string {
  return renderValue(value ?? null, "    ", masking);
}
