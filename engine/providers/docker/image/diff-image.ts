import type { DiffResult, PropertyDiff, PropertyMap } from "../../provider";
import { UNCHANGED } from "../schema/diff";
import { isObject, stable } from "../schema/values";

/** An image is only ever built anew under its name. What merely logs in to the registry does not count. */
export function diffImage(olds: PropertyMap, news: PropertyMap): DiffResult {
  const detailedDiff: Record<string, PropertyDiff> = {};
  for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (name.startsWith("__")) continue;
    const [before, after] = [stable(compared(olds, name)), stable(compared(news, name))];
    if (before === after && name in olds === name in news) continue;
    const kind = !(name in olds) ? "add" : !(name in news) ? "delete" : "update";
    detailedDiff[name] = { kind, inputDiff: false };
  }
  const diffs = Object.keys(detailedDiff).sort();
  if (diffs.length === 0) return UNCHANGED;
  return { changes: true, replaces: [], deleteBeforeReplace: false, diffs, detailedDiff };
}

function compared(inputs: PropertyMap, name: string) {
  const value = inputs[name];
  return name === "registry" && isObject(value) ? value.server : value;
}
