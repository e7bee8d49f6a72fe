import type { Graph, Node } from "./graph-of";

const BOX = { width: 230, line: 18, padding: 12 };
const GAP = { column: 90, row: 28 };
const MARGIN = 24;
const TITLE = 30;
const COLORS: Record<Node["health"], string> = {
  well: "#1a7f37",
  wrong: "#cf222e",
  unknown: "#8c959f",
};

interface Placed extends Node {
  x: number;
  y: number;
  height: number;
}

/** A graph as SVG: columns from left to right, by how far each is from the visitors. Pure. */
export function svg({ title, nodes, edges }: Graph): string {
  const placed = place(nodes, edges);
  const byId = new Map(placed.map((node) => [node.id, node]));
  const width = Math.max(...placed.map(({ x }) => x + BOX.width)) + MARGIN;
  const height = Math.max(...placed.map(({ y, height }) => y + height)) + MARGIN;
  const arrows = edges.flatMap(({ from, to, label }) => {
    const [start, end] = [byId.get(from), byId.get(to)];
    return start && end ? [arrow(start, end, label)] : [];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">
<title>${escaped(title)}</title>
<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#57606a"/></marker></defs>
<rect width="100%" height="100%" fill="white"/>
<text x="${MARGIN}" y="${MARGIN + 6}" font-size="16" font-weight="bold">${escaped(title)}</text>
${[...arrows, ...placed.map(box)].join("\n")}
</svg>
`;
}

/** Gives every node a place: one column further than who reaches it. */
function place(nodes: readonly Node[], edges: Graph["edges"]): Placed[] {
  const columns = new Map(nodes.map(({ id }) => [id, 0]));
  // As often as there are nodes: a circle would go on for ever.
  for (const _ of nodes) {
    for (const { from, to } of edges) {
      const column = Math.min((columns.get(from) ?? 0) + 1, nodes.length);
      if (column > (columns.get(to) ?? 0) && !reaches(to, from, edges)) columns.set(to, column);
    }
  }
  const filled = new Map<number, number>();
  return nodes.map((node) => {
    const column = columns.get(node.id) ?? 0;
    const height = node.lines.length * BOX.line + 2 * BOX.padding;
    const y = filled.get(column) ?? MARGIN + TITLE;
    filled.set(column, y + height + GAP.row);
    return { ...node, x: MARGIN + column * (BOX.width + GAP.column), y, height };
  });
}

function reaches(
  from: string,
  to: string,
  edges: Graph["edges"],
  seen = new Set<string>(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return edges.some((edge) => edge.from === from && reaches(edge.to, to, edges, seen));
}

function box({ x, y, height, lines, kind, health }: Placed): string {
  const radius = kind === "part" ? 6 : height / 2;
  const rows = lines.map((line, index) => {
    const weight = index === 0 ? ' font-weight="bold"' : ' fill="#57606a"';
    const shown = line.length > 32 ? `${line.slice(0, 31)}…` : line;
    return `<text x="${x + BOX.width / 2}" y="${y + BOX.padding + BOX.line * (index + 0.75)}" text-anchor="middle"${weight}>${escaped(shown)}</text>`;
  });
  return `<rect x="${x}" y="${y}" width="${BOX.width}" height="${height}" rx="${radius}" fill="white" stroke="${COLORS[health]}" stroke-width="2"/>${rows.join("")}`;
}

function arrow(from: Placed, to: Placed, label: string): string {
  const start = { x: from.x + BOX.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const middle = (start.x + end.x) / 2;
  const path = `<path d="M${start.x} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}" fill="none" stroke="#57606a" marker-end="url(#end)"/>`;
  if (label === "") return path;
  return `${path}<text x="${middle}" y="${(start.y + end.y) / 2 - 6}" text-anchor="middle" fill="#57606a" font-size="11">${escaped(label)}</text>`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`);
