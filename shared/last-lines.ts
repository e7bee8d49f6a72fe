/** The last lines of an output that say something: what a reader needs of a failure. */
export function lastLines(output: string, count = 15): string[] {
  const lines = output.split(/\r?\n|\r/).filter((line) => line.trim() !== "");
  return lines.slice(-count);
}
