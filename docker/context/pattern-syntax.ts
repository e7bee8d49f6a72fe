/**
 * Refuses what Docker takes for a broken pattern, in words that say what is wrong.
 *
 * Source: https://pkg.go.dev/path/filepath#Match
 */
export function checkPattern(pattern: string): void {
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at];
    if (character === "[") at = endOfClass(characters, at);
    else if (character === "\\" && ++at >= characters.length) {
      throw new Error("it ends in a backslash, which has nothing to escape");
    }
  }
}

/** Where the bracket that opens at this place ends. */
function endOfClass(characters: string[], open: number): number {
  let at = open + 1;
  if (characters[at] === "^") at++;
  for (let isEmpty = true; isEmpty || characters[at] !== "]"; isEmpty = false) {
    at = afterCharacter(characters, at);
    if (characters[at] === "-") at = afterCharacter(characters, at + 1);
  }
  return at;
}

function afterCharacter(characters: string[], at: number): number {
  const end = characters[at] === "\\" ? at + 1 : at;
  if (end + 1 >= characters.length) throw new Error("its [ has no ]; a [ itself is written \\[");
  if (characters[at] === "]") throw new Error("there is nothing between [ and ]");
  if (characters[at] === "-") throw new Error("a - between [ and ] stands between two characters");
  return end + 1;
}
