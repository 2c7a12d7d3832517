import type { MatrixTable, MatrixTableRow } from "../view/matrix-table.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, columnsOf, cut } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { thousands } from "./numbers.ts";
import { markOf, styleOf } from "./verdicts.ts";

/** A guarantee's name takes at most so many columns, and so many where it is broken. */
const NAME = 24;
const PART = 10;

/** A heading over one or more lines, and what stands below it. */
interface Column {
  readonly heading: readonly string[];
  readonly width: number;
  readonly index: number;
}

/** With names in one line and figures if that fits, with names broken at their hyphens if not; what still does not fit goes below, as another table. */
export function tableLines(table: MatrixTable, options: DiagramOptions): string[] {
  const { ascii, width } = options;
  const labels = ["promised", ...table.rows.map((row) => labelOf(row))];
  const first = 2 + Math.max(...labels.map((label) => label.length));
  const figures = 2 + Math.max("reached".length, ...table.rows.map(({ reached }) => thousands(reached).length));
  for (const [broken, extra, gap] of [[false, figures, 2], [true, figures, 2], [true, 0, 2], [true, 0, 1]] as const) {
    const columns = table.columns.map((_, index) => columnOf(table, index, broken, ascii));
    const taken = columns.reduce((sum, column) => sum + gap + column.width, first + extra);
    if (taken <= width) return drawn(table, columns, { first, figures: extra, gap }, options);
  }
  const parts: Column[][] = [];
  let room = 0;
  for (const column of table.columns.map((_, index) => columnOf(table, index, true, ascii))) {
    if (parts.length === 0 || column.width + 2 > room) {
      parts.push([]);
      room = width - first;
    }
    parts.at(-1)!.push(column);
    room -= column.width + 2;
  }
  return parts.flatMap((columns, at) => [...(at > 0 ? [""] : []), ...drawn(table, columns, { first, figures: 0, gap: 2 }, options)]);
}

function columnOf({ columns, rows }: MatrixTable, index: number, broken: boolean, ascii: boolean): Column {
  const { guarantee, promised } = columns[index]!;
  const name = cut(clean(guarantee, ascii), NAME, ascii);
  const heading = broken ? partsOf(name) : [name];
  const cells = rows.map(({ cells: all }) => cellText(all[index]!, ascii));
  return { heading, index, width: Math.max(...heading.map(columnsOf), wordFor(promised).length, ...cells.map((cell) => cell.length)) };
}

/** "effectively-once" as "effectively-" over "once": broken behind hyphens where it is long. */
function partsOf(name: string): readonly string[] {
  const lines: string[] = [];
  for (const part of name.split(/(?<=-)/)) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last + part) <= PART) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines;
}

/** Columns of the labels, of the figures (0: none), and of blanks between two columns. */
interface Layout {
  readonly first: number;
  readonly figures: number;
  readonly gap: number;
}

function drawn({ columns: all, rows }: MatrixTable, columns: readonly Column[], { first, figures, gap }: Layout, { ascii, color }: DiagramOptions): string[] {
  const height = Math.max(...columns.map(({ heading }) => heading.length));
  const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - columnsOf(text)));
  const line = (label: string, cells: readonly string[], reached: string): string => (padded(`  ${label}`, first) + cells.map((cell, at) => " ".repeat(gap) + padded(cell, columns[at]!.width)).join("") + (figures > 0 ? `  ${reached.padStart(figures - 2)}` : "")).trimEnd();
  const headings = Array.from({ length: height }, (_, at) => line("", columns.map(({ heading }) => heading[at - (height - heading.length)] ?? ""), at === height - 1 ? "reached" : ""));
  const promised = line("promised", columns.map(({ index }) => wordFor(all[index]!.promised)), "");
  return [
    ...headings,
    paint(promised, "dim", color),
    ...rows.map((row) => {
      const plain = line(labelOf(row), columns.map(({ index }) => cellText(row.cells[index]!, ascii)), row.label === "no fault" ? "" : thousands(row.reached));
      if (!color) return plain;
      // Painted after it has been set: what is invisible takes no room.
      let from = first;
      let painted = plain.slice(0, first);
      for (const { index, width } of columns) {
        const cell = row.cells[index]!;
        const text = plain.slice(from, from + gap + width);
        const { promised: word } = all[index]!;
        painted += text.replace(/\S+/, (mark) => paint(mark, styleOf({ status: cell.status, promised: row.tolerated ? word : "nothing" }), true));
        from += gap + width;
      }
      return painted + plain.slice(from);
    }),
  ];
}

function labelOf({ label, tolerated }: MatrixTableRow): string {
  return tolerated ? label : `${label} *`;
}

function wordFor(promised: MatrixTable["columns"][number]["promised"]): string {
  return promised === "nothing" ? "" : promised;
}

function cellText({ status, note }: MatrixTableRow["cells"][number], ascii: boolean): string {
  return `${markOf(status, ascii)}${note === undefined ? "" : ` ${note}`}`;
}
