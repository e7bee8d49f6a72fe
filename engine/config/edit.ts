import { isDeepStrictEqual } from "node:util";
import type { Tags } from "yaml";
import { type Document, isCollection, isMap, isNode, isScalar, parse, parseDocument } from "yaml";

import type { PropertyPath } from "../resource/property-path";
import type { RawValue } from "./raw-value";

/**
 * How stack files are read: what is not changed is written as it was, and merge keys merge, as the
 * official CLI, whose YAML is of version 1.1, has it.
 */
export const AS_WRITTEN = { customTags: numbersAsWritten, merge: true };

/** Without this, a number with more digits than JavaScript has would be written with other ones. */
function numbersAsWritten(tags: Tags): Tags {
  return tags.map((tag) => {
    if (typeof tag === "string" || !/:(int|float)$/.test(tag.tag) || tag.collection) return tag;
    const { stringify } = tag;
    return {
      ...tag,
      stringify: (item, ...rest) => item.source ?? stringify?.(item, ...rest) ?? String(item.value),
    };
  });
}

/** One change of a document's data: `undefined` removes. */
export interface Edit {
  /** From the top of the document. */
  path: PropertyPath;
  value: RawValue | undefined;
  /** How much of the path leads to a whole that may be written anew where a part of it cannot be. */
  depth: number;
  /** That whole as it is to be. */
  whole: RawValue | undefined;
}

/**
 * The document with a change in it, which keeps comments and order as far as can be.
 *
 * @param wanted the data of the whole document after it.
 * @returns undefined where what would be written reads back as anything else.
 */
export function edited(document: Document, edit: Edit, wanted: unknown): Document | undefined {
  const { path, value, depth, whole } = edit;
  const ways = [() => put(document, path, value), () => put(document, path.slice(0, depth), whole)];
  for (const way of ways) {
    const changed = attempt(way);
    if (changed && readsBack(changed, wanted)) return changed;
  }
  return undefined;
}

/** The text of a document. */
export const textOf = (document: Document): string => document.toString({ lineWidth: 0 });

function readsBack(document: Document, wanted: unknown): boolean {
  const text = attempt(() => textOf(document));
  const read = text === undefined ? undefined : parseDocument(text, { ...AS_WRITTEN, uniqueKeys });
  return read !== undefined && read.errors.length === 0 && isDeepStrictEqual(read.toJS(), wanted);
}

/** A key is one, whether it is written as a number or as a text. */
const uniqueKeys = (one: unknown, other: unknown) =>
  one === other || (isScalar(one) && isScalar(other) && String(one.value) === String(other.value));

/** What cannot be done with the document as it is written, throws. */
function attempt<T>(way: () => T): T | undefined {
  try {
    return way();
  } catch {
    return undefined;
  }
}

function put(document: Document, path: PropertyPath, value: RawValue | undefined): Document {
  const copy = document.clone();
  if (value === undefined) {
    copy.deleteIn(path);
    return copy;
  }
  const node = copy.createNode(value);
  if (isScalar(node) && typeof value === "string" && isOtherwiseRead(value)) {
    node.type = "QUOTE_DOUBLE";
  }
  const before = copy.getIn(path, true);
  if (isNode(before)) {
    node.commentBefore = before.commentBefore;
    node.spaceBefore = before.spaceBefore;
    // Below an object or a list a comment at its end would belong to something else.
    if (isScalar(before) && !isCollection(node)) node.comment = before.comment;
  }
  if (path.length > 1 && !isMap(copy.get(path[0]))) copy.set(path[0], copy.createNode({}));
  copy.setIn(path, node);
  return copy;
}

/** Texts such as `1_000` and `yes`, which others than this engine may take for something else. */
function isOtherwiseRead(text: string): boolean {
  return attempt(() => parse(text, { version: "1.1" })) !== text;
}
