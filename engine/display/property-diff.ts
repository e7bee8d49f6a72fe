import { equal, isMap, Secret, type Value, type ValueMap } from "../resource/value";
import { keyWidth, type Masking, renderValue } from "./values";

/** The lines that tell two property maps apart; only one of them where something comes or goes. */
export function renderPropertyDiff(
  olds: ValueMap,
  news: ValueMap,
  indent: string,
  masking: Masking,
): string[] {
  const keys = Object.keys({ ...olds, ...news }).filter(
    (key) => !key.startsWith("__") && !equal(olds[key], news[key]),
  );
  const width = keyWidth(keys);
  return keys.sort().flatMap((key) => {
    const before = olds[key];
    const after = news[key];
    const label = `${key.padEnd(width)}: `;
    const shown = (value: Value) => renderValue(value, `${indent}    `, masking);
    if (before === undefined) return [`${indent}+ ${label}${shown(after ?? null)}`];
    if (after === undefined) return [`${indent}- ${label}${shown(before)}`];
    const inner = innerDiff(before, after, `${indent}    `, masking);
    if (inner) return [`${indent}~ ${label}{`, ...inner, `${indent}  }`];
    return [`${indent}~ ${label}${shown(before)} => ${shown(after)}`];
  });
}

/** What changed inside two objects or lists; anything else is shown as a whole. */
function innerDiff(
  before: Value,
  after: Value,
  indent: string,
  masking: Masking,
): string[] | undefined {
  if (before instanceof Secret || after instanceof Secret) return undefined;
  if (isMap(before) && isMap(after)) return renderPropertyDiff(before, after, indent, masking);
  if (Array.isArray(before) && Array.isArray(after)) {
    return renderPropertyDiff(byIndex(before), byIndex(after), indent, masking);
  }
  return undefined;
}

function byIndex(list: Value[]): ValueMap {
  return Object.fromEntries(list.map((item, index) => [`[${index}]`, item]));
}
