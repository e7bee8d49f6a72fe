import { isMap, isScalar, type Node, parseDocument } from "yaml";
import { removeCommand } from "./commands";
import type { Given } from "./given";
import { formatPath, type Path } from "./path";
import { fileNameOf, type Problem } from "./problem";

/** Keys that are written and of which nothing would come, where no schema sees them. */
export function lostKeys(given: Given, text: string | undefined): Problem[] {
  return [...unreadable(given), ...(text === undefined ? [] : writtenTwice(given, text))];
}

/** The name by which JavaScript reaches what an object is made after: zod leaves it out of a map. */
const UNREADABLE = "__proto__";

function unreadable(given: Given): Problem[] {
  return unreadableBelow(given.values, []).map((path) => ({
    path,
    given: `the name "${UNREADABLE}"`,
    accepted: "another name: this one is lost",
    mend: `rename ${formatPath(path)} in ${fileNameOf(given.file)}, or drop it: ${removeCommand(given.file, path)}`,
  }));
}

function unreadableBelow(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return key === UNREADABLE ? [here] : unreadableBelow(item, here);
  });
}

/** A setting with its namespace and without: the official CLI takes one of the two without a word. */
function writtenTwice({ file }: Given, text: string): Problem[] {
  const config = parseDocument(text).get("config", true) as Node | undefined;
  if (!isMap(config)) return [];
  const keys = config.items.map(({ key }) => String(isScalar(key) ? key.value : key));
  const prefix = `${file.project}:`;
  return keys
    .filter((key) => !key.includes(":") && keys.includes(`${prefix}${key}`))
    .map((key) => ({
      path: [key],
      given: `it twice, as ${key} and as ${prefix}${key}`,
      accepted: "one of the two",
      mend: `remove one of the two from ${fileNameOf(file)}`,
    }));
}
