/**
 * The words of a command line, as Compose takes it apart: by the rules of a shell that expands nothing.
 *
 * @returns undefined where a quote is not closed, or a backslash is at the end.
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
