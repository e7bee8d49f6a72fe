/**
 * The words of a command line, as a shell takes it apart without expanding anything in it.
 *
 * @returns undefined where a quote is not closed.
 */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  const parts = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(.)/gs;
  let word: string | undefined;
  for (const [all, single, double, escaped, plain, broken] of line.matchAll(parts)) {
    if (broken !== undefined) return undefined;
    if (
      /^\s+$/.test(all) &&
      escaped === undefined &&
      single === undefined &&
      double === undefined
    ) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word =
      (word ?? "") + (single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? plain ?? "");
  }
  return word === undefined ? words : [...words, word];
}
