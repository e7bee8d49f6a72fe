/** A Markdown table with its columns aligned, as the project's formatter writes it. */
export function markdownTable(header: readonly string[], rows: readonly string[][]): string {
  const lines = [header, ...rows].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = header.map((_, column) =>
    Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  const [first = [], ...others] = lines;
  const rule = widths.map((width) => "-".repeat(width));
  return [first, rule, ...others].map(line).join("\n");
}
