import type { Impact } from "./impact";

/** A table of what will be felt, for a terminal or a log; a sentence where nothing will be. */
export function impactTable(impacts: readonly Impact[]): string {
  if (impacts.length === 0) return "What will be felt: nothing.";
  const rows = impacts.map(({ part, change, felt }) => [part, change, felt]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const lines = rows.map(
    ([part = "", change = "", felt = ""]) =>
      `    ${part.padEnd(width(0))}  ${change.padEnd(width(1))}  ${felt}`,
  );
  return ["What will be felt:", ...lines].join("\n");
}
