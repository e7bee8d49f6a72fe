import { styleText } from "node:util";

/** How far a resource of the tree is. */
export type Stage = "waiting" | "active" | "done" | "failed";

/** One line of the tree of resources. */
export interface Row {
  /** The branches that lead to it, as text. */
  branch: string;
  sign: string;
  type: string;
  name: string;
  status: string;
  /** What changes, what is going on, or what went wrong. */
  info: string;
  stage: Stage;
}

/** How much room there is, in characters. */
export interface Room {
  columns: number;
  /** All rows are wanted where this is undefined. */
  lines?: number;
}

const GAP = "  ";
const SIGN_WIDTH = 5;
/** A column is not made narrower than this: its texts would all look alike. */
const NARROWEST = 8;

type Cells = Record<"type" | "name" | "status" | "info", string>;
const HEADER: Cells = { type: "Type", name: "Name", status: "Status", info: "Info" };

/**
 * The tree as lines that fit the room. Where there are more rows than lines, those stay that
 * something happens to or went wrong with, then the latest ones; the last line counts the others.
 */
export function renderFrame(rows: readonly Row[], room: Room, colored: boolean): string[] {
  const shown = fitting(rows, room.lines);
  const cells = shown.map(cellsOf);
  const widths = columnWidths([HEADER, ...cells], room.columns);
  const lines = shown.map((row, index) => {
    const text = ` ${row.sign}`.padEnd(SIGN_WIDTH) + line(cells[index] ?? HEADER, widths);
    return paint(clip(text, room.columns).trimEnd(), row, colored);
  });
  const left = rows.length - shown.length;
  const more = left ? [clip(`${" ".repeat(SIGN_WIDTH)}... and ${left} more`, room.columns)] : [];
  const header = clip(" ".repeat(SIGN_WIDTH) + line(HEADER, widths), room.columns);
  return [header.trimEnd(), ...lines, ...more];
}

function cellsOf({ branch, type, name, status, info }: Row): Cells {
  return { type: branch + type, name, status, info };
}

const RANK: Record<Stage, number> = { failed: 0, active: 1, done: 2, waiting: 3 };

/** As many rows as there are lines, the header's and that of the count apart, in their order. */
function fitting(rows: readonly Row[], lines: number | undefined): readonly Row[] {
  if (lines === undefined || rows.length + 1 <= lines) return rows;
  const places = Math.max(0, lines - 2);
  const order = rows.map((row, index) => ({ row, index }));
  order.sort((a, b) => RANK[a.row.stage] - RANK[b.row.stage] || b.index - a.index);
  const kept = new Set(order.slice(0, places).map(({ row }) => row));
  return rows.filter((row) => kept.has(row));
}

/** Widths of type, name and status. Where room is short the type gives way first, then the name. */
function columnWidths(cells: readonly Cells[], columns: number) {
  const widest = (key: keyof Cells) => Math.max(...cells.map((row) => row[key].length));
  const status = widest("status");
  const info = Math.min(widest("info"), Math.floor(columns / 4));
  const room = columns - SIGN_WIDTH - status - info - 3 * GAP.length;
  const name = Math.min(widest("name"), Math.max(NARROWEST, Math.floor(room / 2)));
  const type = Math.min(widest("type"), Math.max(NARROWEST, room - name));
  return { type, name, status };
}

function line(cells: Cells, widths: ReturnType<typeof columnWidths>): string {
  const { type, name, status } = widths;
  const fixed = [
    clip(cells.type, type).padEnd(type),
    clip(cells.name, name).padEnd(name),
    cells.status.padEnd(status),
  ];
  return [...fixed, cells.info].join(GAP);
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

const COLORS: Record<string, Parameters<typeof styleText>[0]> = {
  "+": "green",
  "++": "green",
  "+-": "magenta",
  "~": "yellow",
  "-": "red",
  "--": "red",
  ">": "cyan",
  ">>": "cyan",
  "=": "cyan",
  "=>": "cyan",
};

function paint(text: string, { sign, stage }: Row, colored: boolean): string {
  const color = stage === "failed" ? "redBright" : COLORS[sign.trim()];
  return colored && color ? styleText(color, text, { validateStream: false }) : text;
}
