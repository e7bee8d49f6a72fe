import { InterpolationProblem, interpolate, type Lookup } from "./interpolate";
import { composeError } from "./problem";

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  '"': '"',
  "\\": "\\",
};

/**
 * Reads a file of variables as Compose does: `NAME=value`, `export`, comments, values in quotes over
 * several lines, and variables in values but those in single quotes. A name alone is taken from
 * `lookup`.
 *
 * @param isRaw `format: raw`: each line as it is, without quotes and variables.
 * @throws UserError with file and line.
 */
export function readEnvFile(
  file: string,
  text: string,
  lookup: Lookup,
  isRaw = false,
): Map<string, string> {
  const values = new Map<string, string>();
  const known: Lookup = (name) => lookup(name) ?? values.get(name);
  let rest = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  let line = 1;
  const take = (length: number) => {
    line += rest.slice(0, length).split("\n").length - 1;
    rest = rest.slice(length);
  };
  const problem = (what: string) => composeError({ file, line }, [], what);
  for (;;) {
    take(/^(?:\s+|#[^\n]*)*/.exec(rest)?.[0].length ?? 0);
    if (rest === "") return values;
    const [start, name] =
      /^(?:export[ \t]+)?([\p{L}\p{N}_.\-[\]]+)[ \t]*(?=[=:\n]|$)/u.exec(rest) ?? [];
    if (start === undefined || name === undefined) {
      const [first = ""] = rest.split("\n");
      throw problem(
        `given ${JSON.stringify(nameOnly(first))}; accepted: NAME=value, with letters, digits and _ in the name`,
      );
    }
    take(start.length);
    if (rest === "" || rest.startsWith("\n")) {
      const inherited = lookup(name);
      if (inherited !== undefined) values.set(name, inherited);
      continue;
    }
    take(/^[=:][ \t]*/.exec(rest)?.[0].length ?? 0);
    const quoted = isRaw ? null : /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/s.exec(rest);
    if (!quoted && !isRaw && /^["']/.test(rest)) {
      throw problem(
        `${name}: given a value that begins with ${rest[0]} and has no end; accepted: one that is closed`,
      );
    }
    const given = quoted?.[0] ?? /^[^\n]*/.exec(rest)?.[0] ?? "";
    try {
      values.set(name, isRaw ? given : entryValue(given, quoted, known));
    } catch (error) {
      if (error instanceof InterpolationProblem) throw problem(`${name}: ${error.message}`);
      throw error;
    }
    take(given.length);
  }
}

/** A line of such a file may hold a secret behind its name. */
const nameOnly = (line: string) => line.replace(/=.*/s, "=...").slice(0, 60);

function entryValue(given: string, quoted: RegExpExecArray | null, lookup: Lookup): string {
  if (!quoted) return interpolate(given.replace(/ #.*/s, "").trimEnd(), lookup);
  const [, double, single] = quoted;
  if (double === undefined) return (single ?? "").replaceAll("\\'", "'");
  const unescaped = double.replace(/\\(.)/gs, (all, letter: string) =>
    letter === "$" ? "$$" : (ESCAPES[letter] ?? all),
  );
  return interpolate(unescaped, lookup);
}
