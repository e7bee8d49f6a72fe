import {
  containsUnknown,
  equal,
  isMap,
  Secret,
  UNKNOWN,
  type Value,
  type ValueMap,
} from "../resource/value";
import { decodeDocument } from "./document";
import { isTelling, keyWidth, type Masking, renderValue, type Sign } from "./values";

/** A stack's outputs before and after a run. */
export interface OutputChange {
  /** Undefined when there was no stack yet. */
  olds: ValueMap | undefined;
  news: ValueMap;
}

/** The lines under "Outputs:". A preview shows what changes, an update everything. */
export function renderOutputs(change: OutputChange, preview: boolean, masking: Masking): string[] {
  const { olds, news } = change;
  const isShown = (key: string) => isTelling(news[key]);
  if (olds === undefined || equal(olds, news)) {
    if (preview && olds) return [];
    const keys = Object.keys(news).sort();
    const width = keyWidth(keys);
    return keys.filter(isShown).map((key) => {
      return `    ${key.padEnd(width)}: ${renderValue(news[key] ?? null, "    ", masking)}`;
    });
  }
  const expected = preview ? (known(olds, news) as ValueMap) : news;
  return entriesOf(olds, expected).flatMap((entry) => {
    if (isTold(entry, masking)) return renderChange(entry, "  ", masking);
    if (preview || !isTelling(entry.after)) return [];
    return [`    ${entry.label}${renderValue(entry.after ?? null, "    ", masking)}`];
  });
}

/** Whether an output is told as a change. */
function isTold({ before, after }: Change, { showSecrets }: Masking): boolean {
  // What would be shown of another secret is the same.
  const isHidden = before instanceof Secret && after instanceof Secret && !showSecrets;
  return !isHidden && !equal(before, after);
}

/** What programs mark resources with that they export, in previews. */
const OF_RESOURCE = "@isPulumiResource";

/** The outputs with what was before where a preview cannot know: that is not told as a change. */
function known(before: Value, after: Value): Value {
  if (after === UNKNOWN) return before;
  // Of a list with something unknown in it nobody knows what stands where.
  if (Array.isArray(after)) return containsUnknown(after) ? before : after;
  if (after instanceof Secret) return containsUnknown(after.value) ? before : after;
  if (!isMap(before) || !isMap(after)) return after;
  const isResource = OF_RESOURCE in after;
  const entries = Object.entries(after).flatMap(([key, value]) => {
    const old = before[key];
    if (old !== undefined) return [[key, known(old, value)]];
    return isResource && (key === OF_RESOURCE || value === UNKNOWN) ? [] : [[key, value]];
  });
  return Object.fromEntries(entries) as ValueMap;
}

interface Change {
  label: string;
  before: Value | undefined;
  after: Value | undefined;
}

/**
 * What is marked as changed begins at the indent, what is the same two columns further.
 *
 * @param inner the indent of what is in it: items of a list have it further in than entries of a map.
 */
function renderChange(
  { label, before, after }: Change,
  indent: string,
  masking: Masking,
  inner = indent,
): string[] {
  const shown = (value: Value, sign?: Sign) => renderValue(value, `${inner}  `, masking, sign);
  const added = (value: Value) => `${indent}+ ${label}${shown(value, "+ ")}`;
  const gone = (value: Value) => `${indent}- ${label}${shown(value, "- ")}`;
  if (before === undefined) return [added(after ?? null)];
  if (after === undefined) return [gone(before)];
  if (equal(before, after)) return isTelling(after) ? [`${indent}  ${label}${shown(after)}`] : [];
  const inside = (changes: Change[], [open, close]: readonly [string, string], deeper = "") => [
    `${indent}~ ${label}${open}`,
    ...changes.flatMap((change) =>
      renderChange(change, `${inner}    `, masking, `${inner}    ${deeper}`),
    ),
    `${inner}  ${close}`,
  ];
  if (isMap(before) && isMap(after)) return inside(entriesOf(before, after), ["{", "}"]);
  if (Array.isArray(before) && Array.isArray(after)) {
    return inside(itemsOf(before, after), ["[", "]"], "    ");
  }
  if (typeof before === "string" && typeof after === "string" && before && after) {
    const [old, next] = [decodeDocument(before), decodeDocument(after)];
    if (old && next && old.kind === next.kind && !equal(old.value, next.value)) {
      const change = { label: `${label}(${old.kind}) `, before: old.value, after: next.value };
      return renderChange(change, indent, masking, inner);
    }
    if (/\n/.test(before + after))
      return [`${indent}~ ${label}`, ...lineChanges(before, after, inner)];
  }
  if (isTelling(before) && isTelling(after) && isPrimitive(before) && isPrimitive(after)) {
    return [`${indent}~ ${label}${shown(before)} => ${shown(after)}`];
  }
  return [
    ...(isTelling(before) ? [gone(before)] : []),
    ...(isTelling(after) ? [added(after)] : []),
  ];
}

const isPrimitive = (value: Value) => !isMap(value) && !Array.isArray(value);

/** The lines of two texts: what they begin and end with alike, and what is another between. */
function lineChanges(before: string, after: string, indent: string): string[] {
  const [olds, news] = [before.split("\n"), after.split("\n")];
  const shorter = Math.min(olds.length, news.length);
  let start = 0;
  while (start < shorter && olds[start] === news[start]) start++;
  let end = 0;
  while (end < shorter - start && olds.at(-1 - end) === news.at(-1 - end)) end++;
  const marked = (lines: string[], sign: Sign) =>
    lines.map((line) => `${indent}    ${sign}${line}`);
  return [
    ...marked(olds.slice(0, start), "  "),
    ...marked(olds.slice(start, olds.length - end), "- "),
    ...marked(news.slice(start, news.length - end), "+ "),
    ...marked(olds.slice(olds.length - end), "  "),
  ];
}

function entriesOf(olds: ValueMap, news: ValueMap): Change[] {
  const keys = Object.keys({ ...olds, ...news }).sort();
  const width = keyWidth(keys);
  return keys
    .map(
      (key): Change => ({
        label: `${key.padEnd(width)}: `,
        // What is null comes and goes like what is not there.
        before: olds[key] ?? undefined,
        after: news[key] ?? undefined,
      }),
    )
    .filter(({ before, after }) => before !== undefined || after !== undefined);
}

function itemsOf(olds: readonly Value[], news: readonly Value[]): Change[] {
  const longer = olds.length > news.length ? olds : news;
  return longer.map((_, index) => ({
    label: `[${index}]: `,
    before: olds[index],
    after: news[index],
  }));
}
