import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from "yaml";
import type { Mapping } from "../../../../shared/yaml-file";
import { kindOf, refuseOtherText, syntaxProblem } from "../../../../shared/yaml-text";
import type { Key, Places, Position } from "./places";
import { composeError } from "./problem";

/** One document of a Compose file. */
export interface ComposeDocument {
  value: Mapping;
  /** Keys marked `!reset` or `!override`: what other files say of them is dropped. */
  resets: readonly (readonly Key[])[];
}

/** Aliases may repeat large parts, and repeat those again. */
const MOST_NODES = 100_000;
const MOST_BYTES = 4 * 1024 * 1024;
const MARKS: readonly (string | undefined)[] = ["!reset", "!override"];

/**
 * Reads the YAML of a Compose file as Compose does: anchors, merge keys, several documents, and the
 * marks `!reset` and `!override`.
 *
 * @param file the file's name in messages.
 * @throws UserError with file and line.
 */
export function yamlValues(file: string, text: string, places: Places): ComposeDocument[] {
  if (text.length > MOST_BYTES) {
    throw composeError(
      file,
      [],
      `given ${text.length} characters; accepted: at most ${MOST_BYTES}`,
    );
  }
  refuseOtherText(file, text);
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, intAsBigInt: true });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const wrong = [...document.errors, ...document.warnings].find(
      (problem) => !/Unresolved tag: !(reset|override)\b/.test(problem.message),
    );
    if (wrong) throw composeError(`${file}${syntaxProblem(wrong)}`, [], "");
    if (document.contents === null) return [];
    const reader = new Reader(file, document as Document, lines, places);
    const value = reader.value(document.contents as Node, []);
    if (value === null) return [];
    if (typeof value !== "object" || Array.isArray(value)) {
      throw composeError(file, [], `given ${kindOf(value)}; accepted: an object with services`);
    }
    return [{ value: value as Mapping, resets: reader.resets }];
  });
}

class Reader {
  readonly resets: (readonly Key[])[] = [];
  readonly #open = new Set<Node>();
  readonly #targets = new Map<Node, Node>();
  #nodes = 0;

  constructor(
    readonly file: string,
    readonly document: Document,
    readonly lines: LineCounter,
    readonly places: Places,
  ) {}

  value(given: Node | null | undefined, path: readonly Key[]): unknown {
    const node = this.#resolved(given, path);
    if (!node) return null;
    if (++this.#nodes > MOST_NODES) {
      throw composeError(
        this.#place(node),
        path,
        `given more than ${MOST_NODES} values, those of aliases counted each time`,
      );
    }
    if (isScalar(node)) return scalarValue(node);
    if (this.#open.has(node)) {
      throw composeError(
        this.#place(given ?? node),
        path,
        "given an anchor that contains itself; accepted: one that does not",
      );
    }
    this.#open.add(node);
    const value = isMap(node)
      ? this.#mapping(node, path)
      : isSeq(node)
        ? this.#list(node.items as Node[], path)
        : null;
    this.#open.delete(node);
    return value;
  }

  #list(items: readonly Node[], path: readonly Key[]): unknown[] {
    const list: unknown[] = [];
    for (const item of items) {
      if (item.tag === "!reset") continue;
      this.places.note(list, list.length, this.#place(item));
      list.push(this.value(item, [...path, list.length]));
    }
    return list;
  }

  #mapping(node: YAMLMap, path: readonly Key[]): Mapping {
    const mapping: Mapping = {};
    const merged: (readonly [Node | null, Position | undefined])[] = [];
    for (const pair of node.items) {
      const key = pair.key as Scalar;
      const place = this.#place(key);
      const name = key.value;
      if (name === "<<") {
        merged.push([pair.value as Node | null, place]);
        continue;
      }
      if (typeof name !== "string") {
        const text = String(key.source ?? name);
        throw composeError(
          place,
          path,
          `given the key ${text}, which is no text; accepted: "${text}", in quotes`,
        );
      }
      const value = pair.value as Node | null;
      const mark = this.#resolved(value, path)?.tag;
      if (MARKS.includes(mark)) this.resets.push([...path, name]);
      if (mark === "!reset") continue;
      define(mapping, name, this.value(value, [...path, name]));
      this.places.note(mapping, name, place);
    }
    for (const [value, place] of merged) this.#merge(mapping, value, path, place);
    return mapping;
  }

  /** What a merge key brings: each key that is not there yet. */
  #merge(
    mapping: Mapping,
    given: Node | null,
    path: readonly Key[],
    place: Position | undefined,
  ): void {
    const node = this.#resolved(given, path);
    if (isSeq(node)) {
      for (const item of node.items) this.#merge(mapping, item as Node, path, place);
      return;
    }
    const value = this.value(given, path);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw composeError(
        place,
        [...path, "<<"],
        `given ${kindOf(value)}; accepted: an alias of an object, or a list of them`,
      );
    }
    for (const [key, entry] of Object.entries(value)) {
      if (Object.hasOwn(mapping, key)) continue;
      define(mapping, key, entry);
      this.places.carry(value, key, mapping);
    }
  }

  #resolved(node: Node | null | undefined, path: readonly Key[]): Node | undefined {
    if (!isAlias(node)) return node ?? undefined;
    const target = this.#targets.get(node) ?? node.resolve(this.document);
    if (target) {
      this.#targets.set(node, target);
      return target;
    }
    throw composeError(
      this.#place(node),
      path,
      `given *${node.source}, an alias of an anchor that is not above it`,
    );
  }

  #place(node: Node): Position | undefined {
    const offset = node.range?.[0];
    return offset === undefined
      ? undefined
      : { file: this.file, line: this.lines.linePos(offset).line };
  }
}

/** An entry of its own, also under the name `__proto__`. */
function define(mapping: Mapping, key: string, value: unknown): void {
  Object.defineProperty(mapping, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}

function scalarValue({ value, source, type }: Scalar): unknown {
  if (typeof value !== "bigint") return value;
  // Compose reads numbers as Go does, to whom 0644 is octal.
  if (type === "PLAIN" && /^0[0-7]+$/.test(source ?? "")) return Number.parseInt(source ?? "", 8);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
