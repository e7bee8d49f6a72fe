/** What stands for more than one character after a backslash, outside of brackets and within. */
const CLASSES: Record<string, [string, string?]> = {
  d: ["\\d", "\\d"],
  D: ["\\D", "\\D"],
  w: ["\\w", "\\w"],
  W: ["\\W", "\\W"],
  s: ["[\\t\\n\\f\\r ]", "\\t\\n\\f\\r "],
  S: ["[^\\t\\n\\f\\r ]"],
  b: ["\\b"],
  B: ["\\B"],
  A: ["^"],
  z: ["$"],
};

const CONTROLS: Record<string, string> = {
  a: "\\x07",
  f: "\\f",
  n: "\\n",
  r: "\\r",
  t: "\\t",
  v: "\\v",
};

/** `[:name:]` within brackets. */
const NAMED: Record<string, string> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  digit: "0-9",
  lower: "a-z",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/**
 * A regular expression of Go, as far as patterns of an ignore file become one, in JavaScript's words
 * for the flag `u`.
 *
 * Source: https://github.com/google/re2/wiki/Syntax
 *
 * @throws Error where Go would refuse it.
 */
export function fromGo(expression: string): string {
  const characters = [...expression];
  let translated = "";
  for (let at = 0; at < characters.length; ) {
    const character = characters[at++] ?? "";
    if (character === "[") {
      const { text, end } = bracket(characters, at);
      translated += text;
      at = end;
    } else if (character === "\\") translated += escaped(characters[at++] ?? "", false);
    else if (character === ".") translated += "[^\\n]";
    else if (character === "{" && isRepetition(characters, at)) translated += "{";
    else if (character === "}" && isInRepetition(translated)) translated += "}";
    else translated += /[\]{}]/.test(character) ? `\\${character}` : character;
  }
  return translated;
}

/** Other braces stand for themselves. */
const isRepetition = (characters: string[], at: number) =>
  /^\d+(,\d*)?\}/.test(characters.slice(at).join(""));
const isInRepetition = (translated: string) => /(^|[^\\])\{\d+(,\d*)?$/.test(translated);

function bracket(characters: string[], start: number): { text: string; end: number } {
  let at = start;
  let text = "[";
  if (characters[at] === "^") text += characters[at++];
  while (characters[at] !== "]") {
    const name = /^\[:(\w+):\]/.exec(characters.slice(at, at + 12).join(""));
    if (name) {
      text += known(NAMED[name[1] ?? ""], name[0]);
      at += name[0].length;
      continue;
    }
    const first = one(characters, at);
    text += first.text;
    at = first.end;
    if (characters[at] !== "-" || characters[at + 1] === "]") continue;
    const last = one(characters, at + 1);
    if (first.value > last.value) throw new Error("a range between [ and ] begins after its end");
    text += `-${last.text}`;
    at = last.end;
  }
  return { text: `${text}]`, end: at + 1 };
}

/** One character within brackets. */
function one(characters: string[], at: number): { text: string; value: number; end: number } {
  const isEscaped = characters[at] === "\\";
  const character = characters[isEscaped ? at + 1 : at];
  if (character === undefined) throw new Error("its [ has no ]; a [ itself is written \\[");
  const text = isEscaped ? escaped(character, true) : literal(character, true);
  return { text, value: character.codePointAt(0) ?? 0, end: at + (isEscaped ? 2 : 1) };
}

function escaped(character: string, isWithin: boolean): string {
  if (/[^\p{ASCII}]|[a-zA-Z0-9]/u.test(character)) {
    const [outside, within] = CLASSES[character] ?? [];
    const translated = CONTROLS[character] ?? (isWithin ? within : outside);
    return known(translated, `\\${character}`);
  }
  return literal(character, isWithin);
}

function known(text: string | undefined, given: string): string {
  if (text === undefined) throw new Error(`${given} means nothing in it`);
  return text;
}

/** A dash means something within brackets only, and must not be escaped elsewhere. */
const literal = (character: string, isWithin: boolean) =>
  character.replace(isWithin ? /[\^\\\]-]/ : /[\^$\\.*+?()[\]{}|/]/, "\\$&");
