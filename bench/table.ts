import type { Figures } from "./measure";
import { median } from "./stats";

/**
 * What was measured, side by side: medians with the smallest and greatest, and beside each column
 * but the first how the first compares with it.
 *
 * @param columns by title; the first is the one that others are compared with.
 */
export function table(columns: Record<string, Figures>): string {
  const [first = "", ...others] = Object.keys(columns);
  const names = Object.keys(columns[first] ?? {});
  const ratio = (name: string, other: string) =>
    `${(timeOf(columns[first], name) / timeOf(columns[other], name)).toFixed(2)}`;
  const rows = names.map((name) => [
    name,
    ...[first, ...others].map((column) => cell(columns[column], name)),
    ...others.map((other) => (columns[other]?.[name] ? ratio(name, other) : "")),
  ]);
  const head = ["", first, ...others, ...others.map((other) => `${first} / ${other}`)];
  return lines([head, ...rows]);
}

const timeOf = (figures: Figures | undefined, name: string) =>
  median((figures?.[name] ?? []).map(({ seconds }) => seconds));

/** `1.43 s (1.38-1.60), 96 MB`. */
function cell(figures: Figures | undefined, name: string): string {
  const runs = figures?.[name];
  if (!runs) return "";
  const seconds = runs.map((run) => run.seconds);
  const range = `${Math.min(...seconds).toFixed(2)}-${Math.max(...seconds).toFixed(2)}`;
  const peaks = runs.flatMap(({ megabytes }) => megabytes ?? []);
  const memory = peaks.length > 0 ? `, ${Math.max(...peaks).toFixed(0)} MB` : "";
  return `${median(seconds).toFixed(2)} s (${range})${memory}`;
}

function lines([head = [], ...rows]: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
