import { stripVTControlCharacters } from "node:util";

/** The last line of a text that says anything, without what would move the cursor. */
export function lastLine(text: string): string {
  const lines = stripVTControlCharacters(text).split(/[\r\n]+/);
  const last = lines.findLast((line) => line.trim() !== "") ?? "";
  return last.trim().replaceAll("\t", " ");
}
