import {
  containsUnknown,
  equal,
  isMap,
  Secret,
  type Value,
  type ValueMap,
} from "../resource/value";
import { keyWidth, type Masking, renderMap, renderValue } from "./values";

/** A stack's outputs before and after a run. */
export interface OutputChange {
  /** Undefined when there was no stack yet. */
  olds: ValueMap | undefined;
  news: ValueMap;
}

/** The lines under "Outputs:". A preview shows what changes, an update everything. */
export function renderOutputs(change: OutputChange, preview: boolean, masking: Masking): string[] {
  const { olds, news } = change;
  if (olds === undefined) return renderMap(news, "    ", masking);
  return entriesOf(olds, news).flatMap((entry) => {
    if (isTold(entry, preview, masking)) return renderChange(entry, "  ", masking);
    const same = renderValue(entry.after ?? null, "    ", masking);
    return preview ? [] : [`    ${entry.label}${same}`];
  });
}

/** Whether an output is told as a change. */
function isTold({ before, after }: Change, preview: boolean, { showSecrets }: Masking): boolean {
  // What would be shown of another secret is the same.
  const isHidden = before instanceof Secret && after instanceof Secret && !showSecrets;
  // What a preview cannot know is not told as a change.
  const isUnknown = preview && before !== undefined && containsUnknown(after ?? null);
  return !isHidden && !isUnknown && !equal(before, after);
}

interface Change {
  label: string;
  before: Value | undefined;
  after: Value | undefined;
}

/** What is marked as changed begins at the indent, what is the same two columns further. */
function renderChange(
  { label, before, after }: Change,
  indent: string,
  masking: Masking,
): string[] {
  const shown = (value: Value) => renderValue(value, `${indent}  `, masking);
  if (before === undefined) return [`${indent}+ ${label}${shown(after ?? null)}`];
  if (after === undefined) return [`${indent}- ${label}${shown(before)}`];
  if (equal(before, after)) return [`${indent}  ${label}${shown(after)}`];
  const inside = (changes: Change[], [open, close]: readonly [string, string]) => [
    `${indent}~ ${label}${open}`,
    ...changes.flatMap((change) => renderChange(change, `${indent}    `, masking)),
    `${indent}  ${close}`,
  ];
  if (isMap(before) && isMap(after)) return inside(entriesOf(before, after), ["{", "}"]);
  if (Array.isArray(before) && Array.isArray(after)) {
    return inside(itemsOf(before, after), ["[", "]"]);
  }
  return [`${indent}~ ${label}${shown(before)} => ${shown(after)}`];
}

function entriesOf(olds: ValueMap, news: ValueMap): Change[] {
  const keys = Object.keys({ ...olds, ...news }).sort();
  const width = keyWidth(keys);
  return keys.map((key) => ({
    label: `${key.padEnd(width)}: `,
    before: olds[key],
    after: news[key],
  }));
}

function itemsOf(olds: readonly Value[], news: readonly Value[]): Change[] {
  const longer = olds.length > news.length ? olds : news;
  return longer.map((_, index) => ({
    label: `[${index}]: `,
    before: olds[index],
    after: news[index],
  }));
}
