import type { Counterexample } from "../search/counterexample.ts";
import type { Matrix, MatrixProtocol } from "../search/matrix.ts";
import { matrixTable } from "../view/matrix-table.ts";
import type { MatrixTable, MatrixTableRow } from "../view/matrix-table.ts";
import { paint } from "./diagram/canvas.ts";
import { clean, columnsOf, cut, wrap } from "./diagram/cells.ts";
import type { DiagramOptions } from "./diagram.ts";
import { count, thousands } from "./numbers.ts";
import { markOf, styleOf } from "./verdicts.ts";

/** A guarantee's name takes at most so many columns. */
const NAME = 24;
/** Of a counterexample so many entries are printed. */
const ENTRIES = 12;

/** A matrix for people: a table for each protocol, kinds of fault down, guarantees across, and the counterexamples below. No newline at its end. */
export function matrixText({ protocols, runs, seed, interrupted }: Matrix, options: DiagramOptions): string {
  const { ascii, width } = options;
  const marks = `${markOf("pass", ascii)} never broke   ${markOf("fail", ascii)} broke: its number is that of a plan below   ${markOf("unknown", ascii)} nobody knows`;
  return [
    ...wrap(`${count(runs, "run")} for each kind of fault, each kind alone; seed ${clean(seed, ascii)}${interrupted ? "; interrupted" : ""}`, width),
    ...wrap(marks, width),
    ...protocols.flatMap((protocol) => ["", ...protocolLines(protocol, options)]),
  ].join("\n");
}

function protocolLines(protocol: MatrixProtocol, options: DiagramOptions): string[] {
  const { ascii, color, width } = options;
  const table = matrixTable(protocol);
  const stranger = table.rows.some(({ tolerated }) => !tolerated);
  const [first = "", ...more] = wrap(`${clean(protocol.scenario, ascii)}   ${clean(protocol.title, ascii)}`, width);
  const below = [
    ...(stranger ? [`* ${protocol.tolerates === undefined ? "its nodes do not say what they tolerate" : "not among what its nodes declare to tolerate"}`] : []),
    ...(table.untouched.length > 0 ? [`neither promised nor broken: ${table.untouched.map((name) => clean(name, ascii)).join(", ")}`] : []),
    ...(protocol.never.length > 0 ? [`never reached it: ${protocol.never.join(", ")}`] : []),
  ];
  return [
    first.replace(clean(protocol.scenario, ascii), (name) => paint(name, "bold", color)),
    ...more,
    ...tableLines(table, options),
    ...table.notes.flatMap(({ number, counterexample }) => noteLines(number, counterexample, ascii)),
    ...below.flatMap((text) => wrap(text, width - 2)).map((line) => paint(`  ${line}`, "dim", color)),
  ];
}

/** A heading over one or more lines, and what stands below it. */
interface Column {
  readonly heading: readonly string[];
  readonly width: number;
  readonly index: number;
}

/** With names in one line and figures if that fits, with names broken at their hyphens if not; what still does not fit goes below, as another table. */
function tableLines(table: MatrixTable, options: DiagramOptions): string[] {
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
  const heading = broken ? (name.match(/[^-]*-?/g) ?? [name]).filter((part) => part !== "").reduce<string[]>((lines, part) => (lines.length > 0 && columnsOf(lines.at(-1)! + part) <= 10 ? [...lines.slice(0, -1), lines.at(-1)! + part] : [...lines, part]), []) : [name];
  const cells = rows.map(({ cells: all }) => cellText(all[index]!, ascii));
  return { heading, index, width: Math.max(...heading.map(columnsOf), wordFor(promised).length, ...cells.map((cell) => cell.length)) };
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

/** Whole lines, however long: they are there to be copied. */
function noteLines(number: number, counterexample: Counterexample, ascii: boolean): string[] {
  const { lines } = counterexample;
  const shown = lines.length === 0 ? ["no fault at all"] : lines.length > ENTRIES ? [...lines.slice(0, ENTRIES), `... and ${count(lines.length - ENTRIES, "more entry").replace("entrys", "entries")}`] : lines;
  const head = `${number}`.padStart(4);
  return shown.map((text, at) => `${at === 0 ? head : "    "}  ${clean(text, ascii)}${at === shown.length - 1 ? `   (${howToRun(counterexample, ascii)})` : ""}`);
}

/** What `run` needs beside the plan to see it: "seed 1/3", and what was set. */
export function howToRun({ seed, parameters = {} }: Counterexample, ascii: boolean): string {
  return [`--seed ${clean(seed, ascii)}`, ...Object.entries(parameters).map(([path, value]) => `--set ${clean(path, ascii)}=${clean(String(value), ascii)}`)].join(" ");
}
