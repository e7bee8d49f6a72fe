import { asText } from "./file-name";
import { fromGo } from "./go-expression";
import { checkPattern } from "./pattern-syntax";

/**
 * Characters that mean something in a regular expression, but nothing in a pattern. Docker does not
 * heed `|` and `{}`: `a|b*` leaves out whatever begins with an a.
 */
const LITERAL = new Set(".+()$");

type Kind = "exact" | "prefix" | "suffix" | "expression";

/**
 * What a pattern of an ignore file matches, exactly as `docker build` has it: `*` and `?` stop at
 * slashes, `**` does not, letter case counts, and the rest is what Docker makes of it, a regular
 * expression of Go.
 *
 * Source: https://docs.docker.com/build/concepts/context/#dockerignore-files and moby/patternmatcher
 *
 * @throws Error that says what is wrong with the pattern.
 */
export function compilePattern(pattern: string): (path: string) => boolean {
  checkPattern(pattern);
  const { kind, expression } = translate([...pattern]);
  switch (kind) {
    case "exact":
      return (path) => path === pattern;
    case "prefix": {
      const prefix = pattern.slice(0, -"**".length);
      return (path) => path.startsWith(prefix);
    }
    case "suffix": {
      const suffix = pattern.slice("**".length);
      // A slash after the stars may stand for no folder at all.
      const alone = suffix.startsWith("/") ? suffix.slice(1) : undefined;
      return (path) => path.endsWith(suffix) || path === alone;
    }
    case "expression": {
      const compiled = compile(fromGo(`^${asText(expression)}$`));
      return (path) => compiled.test(asText(path));
    }
  }
}

function compile(expression: string): RegExp {
  try {
    return new RegExp(expression, "u");
  } catch {
    throw new Error("as a regular expression, which Docker makes of it, it has no meaning");
  }
}

function translate(characters: string[]): { kind: Kind; expression: string } {
  let kind: Kind = "exact";
  let expression = "";
  for (let at = 0; at < characters.length; ) {
    const isFirst = at === 0;
    const character = characters[at++] ?? "";
    if (character === "*" && characters[at] === "*") {
      at++;
      if (characters[at] === "/") at++;
      const isLast = at >= characters.length;
      const isPrefix: boolean = isLast && kind === "exact";
      if (!isPrefix) expression += isLast ? ".*" : "(.*/)?";
      kind = isFirst ? "suffix" : isPrefix ? "prefix" : "expression";
    } else if (character === "*" || character === "?") {
      expression += character === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (character === "\\") {
      expression += `\\${characters[at++] ?? ""}`;
      kind = "expression";
    } else {
      if (character === "[" || character === "]") kind = "expression";
      expression += LITERAL.has(character) ? `\\${character}` : character;
    }
  }
  return { kind, expression };
}
