/** Docker's `NAME=VALUE` lines of an environment, taken apart; a value may be empty, or have line breaks. */
export const envEntries = (lines: readonly string[] | null | undefined): [string, string][] =>
  (lines ?? []).map((line) => line.split(/=(.*)/s) as [string, string]);
