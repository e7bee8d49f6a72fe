import { textTable } from "../../shared/text-table";
import type { Impact } from "./effect";

/** A table of what will be felt, for a terminal or a log; a sentence where nothing will be. */
export function impactTable(impacts: readonly Impact[]): string {
  if (impacts.length === 0) return "What will be felt: nothing.";
  const rows = textTable(impacts.map(({ part, change, felt }) => [part, change, felt]));
  return ["What will be felt:", ...rows.map((row) => `    ${row}`)].join("\n");
}
