import { isMap, isScalar, isSeq, type Node, parseDocument, type Scalar } from "yaml";
import { z } from "zod";
import { setCommand } from "./commands";
import { type Given, isHidden, show } from "./given";
import { placeAt, type SettingPlace } from "./meta";
import { type Path, valueAt } from "./path";
import type { Problem } from "./problem";

/** Leading zeros, and digits apart by `_` or after `0b`: numbers to one reader of YAML, and other ones to another. */
const NUMBERS_TO_SOME = /^[-+]?(?:0[\d_]*\d|\d[\d_]*_[\d_]*(?:\.\d*)?|0b[01_]+)$/;

/** Flags, times and dates to YAML 1.1, and texts to YAML 1.2. */
const TEXTS_TO_SOME =
  /^(?:y|n|yes|no|on|off|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?)$/i;

/**
 * Values without quotes that the engines read in different ways, or not as they are written: `010` is 8 to
 * one and 10 to the other, and `1.10` as a text is 1.1 to both.
 *
 * @param text of the stack file.
 */
export function ambiguousValues(text: string, given: Given, root: z.ZodType): Problem[] {
  const config = parseDocument(text).get("config", true) as Node | undefined;
  if (!isMap(config)) return [];
  const prefix = `${given.file.project}:`;
  return config.items.flatMap(({ key, value }) => {
    const name = String(isScalar(key) ? key.value : key).replace(prefix, "");
    // What stands in another namespace is told as that.
    if (name.includes(":")) return [];
    return scalarsOf(value as Node | null, [name]).flatMap(
      ({ path, scalar }) => problemOf(path, scalar, given, root) ?? [],
    );
  });
}

interface Found {
  path: Path;
  scalar: Scalar;
}

/** Scalars without quotes, but those of encrypted values. */
function scalarsOf(node: Node | null, path: Path): Found[] {
  if (isScalar(node)) return node.type === "PLAIN" ? [{ path, scalar: node }] : [];
  if (isSeq(node)) return node.items.flatMap((item, at) => scalarsOf(item as Node, [...path, at]));
  if (!isMap(node) || node.has("secure")) return [];
  return node.items.flatMap(({ key, value }) =>
    scalarsOf(value as Node | null, [...path, String(isScalar(key) ? key.value : key)]),
  );
}

function problemOf(
  path: Path,
  { source = "", value }: Scalar,
  given: Given,
  root: z.ZodType,
): Problem | undefined {
  const place = placeAt(root, path) ?? wordOf(root, path);
  if (!place || !isFrom(source, valueAt(given.values, path))) return undefined;
  const isText = typeof place.schema.safeParse(source).data === "string";
  const isOther =
    (typeof value === "number" || typeof value === "boolean") && String(value) !== source;
  const isNumberToSome = NUMBERS_TO_SOME.test(source);
  if (
    !isNumberToSome &&
    !(isText && isOther) &&
    !(isFreeText(place, isText) && TEXTS_TO_SOME.test(source))
  ) {
    return undefined;
  }
  const isShown = !isHidden(given, path, place.meta);
  const command = setCommand(given.file, path, isShown ? source : undefined, {
    secret: !isShown,
    asText: true,
  });
  return {
    path,
    given: `${isShown ? show(source).slice(1, -1) : "a value"} without quotes, which not every reader of YAML takes for the same`,
    accepted: isText ? "a text in quotes" : "digits as they are meant, or a text in quotes",
    mend: isText ? command : `write it in quotes, or as the number that is meant: ${command}`,
  };
}

/** A word of a setting that is a line or a list of words, such as a command; no free text, as the shell's `on` is none. */
function wordOf(root: z.ZodType, path: Path): SettingPlace | undefined {
  if (typeof path.at(-1) !== "number") return undefined;
  const list = placeAt(root, path.slice(0, -1));
  const isWords = list && Array.isArray(list.schema.safeParse(["a word"]).data);
  return isWords ? { schema: z.string(), meta: list.meta, isEntry: false } : undefined;
}

/** One of a map's or a list's texts; a setting of its own says which words it takes. */
const isFreeText = ({ isEntry }: SettingPlace, isText: boolean) => isEntry && isText;

/** Whether a value may have been read from what stands there: the CLI may have been given another file. */
const isFrom = (source: string, value: unknown) =>
  value !== undefined &&
  (typeof value !== "string" || value === source || !Number.isNaN(Number(value)));
