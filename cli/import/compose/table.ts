import type { Row } from "./map/plan";

/** Where each key went, as lines: those that were carried by service, then those that were not. */
export function tableLines(rows: readonly Row[]): string[] {
  const carried = rows.filter(({ to }) => to !== undefined);
  const left = rows.filter(({ to }) => to === undefined);
  const width = Math.max(0, ...carried.map((row) => placeOf(row).length));
  const lines = carried.map(
    (row) => `  ${placeOf(row).padEnd(width)}  -> ${row.to}${row.note ? ` (${row.note})` : ""}`,
  );
  return [
    ...lines,
    ...(left.length > 0 ? ["", "Not carried:"] : []),
    ...left.map((row) => `  ${placeOf(row)}: ${row.note}`),
  ];
}

const placeOf = ({ of, key }: Row) => (key === "" ? of : `${of}.${key}`);
