/** What a text asks of its variables, and cannot have. */
export class InterpolationProblem extends Error {}

/** The value of a variable; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

const NAME = /^[_a-z][_a-z0-9]*/i;

/**
 * Fills in a text's variables as Compose does: `$A`, `${A}`, `${A:-default}`, `${A-default}`,
 * `${A:?error}`, `${A?error}`, `${A:+other}`, `${A+other}`, with variables in those too; `$$` is `$`.
 *
 * @throws InterpolationProblem
 */
export function interpolate(text: string, lookup: Lookup): string {
  let filled = "";
  let rest = text;
  for (;;) {
    const at = rest.indexOf("$");
    if (at < 0) return filled + rest;
    filled += rest.slice(0, at);
    const [value, after] = oneVariable(rest.slice(at + 1), lookup, rest.slice(at));
    filled += value;
    rest = after;
  }
}

/** The value of the variable that a text begins with, and what comes after it. */
function oneVariable(text: string, lookup: Lookup, whole: string): readonly [string, string] {
  if (text.startsWith("$")) return ["$", text.slice(1)];
  const name = NAME.exec(text)?.[0];
  if (name !== undefined) return [lookup(name) ?? "", text.slice(name.length)];
  // What is neither a name nor a brace stays, as in `$1` and at the end.
  if (!text.startsWith("{")) return ["$", text];
  const end = closingBrace(text);
  if (end < 0) throw invalid(whole);
  return [braced(text.slice(1, end), lookup, whole), text.slice(end + 1)];
}

function braced(text: string, lookup: Lookup, whole: string): string {
  const [, name = "", operator = "", word = ""] =
    /^([_a-z][_a-z0-9]*)(?:(:?[-?+])(.*))?$/is.exec(text) ?? [];
  if (name === "") throw invalid(whole);
  const value = lookup(name);
  const isThere = operator.startsWith(":")
    ? value !== undefined && value !== ""
    : value !== undefined;
  if (operator.endsWith("+")) return isThere ? interpolate(word, lookup) : (value ?? "");
  if (isThere || operator === "") return value ?? "";
  if (operator.endsWith("-")) return interpolate(word, lookup);
  const reason = interpolate(word, lookup);
  throw new InterpolationProblem(
    `the variable ${name} is ${value === "" ? "empty" : "not set"}${reason ? `: ${reason}` : ""}; set it in .env or in the environment`,
  );
}

function closingBrace(text: string): number {
  let open = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "{") open++;
    if (text[index] === "}" && --open === 0) return index;
  }
  return -1;
}

function invalid(text: string): InterpolationProblem {
  const shown = text.length > 40 ? `${text.slice(0, 37)}...` : text;
  return new InterpolationProblem(
    `given ${JSON.stringify(shown)}; accepted: $NAME, \${NAME} or \${NAME:-default}; a dollar sign is $$`,
  );
}
