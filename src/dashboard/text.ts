import { cellsOf } from "../report/diagram/cells.ts";

/** How text is written on this terminal. */
export interface Look {
  /** Nothing but ASCII. */
  readonly ascii: boolean;
  /** ANSI colours. */
  readonly color: boolean;
}

/** Columns and rows there are. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

const ESCAPE = /\u001b\[[0-9;]*m/g;
const PIECES = /\u001b\[[0-9;]*m|[^\u001b]+/g;
const RESET = "\u001b[0m";

/** Columns that a text takes, colours apart. */
export function widthOf(text: string): number {
  return cellsOf(text.replace(ESCAPE, "")).length;
}

/** The text in exactly so many columns: cut with an ellipsis, or filled up with blanks. Colours stay. */
export function fit(text: string, columns: number, { ascii }: Look): string {
  const width = widthOf(text);
  if (width <= columns) return text + " ".repeat(columns - width);
  const ellipsis = ascii ? "~" : "…";
  let room = Math.max(0, columns - 1);
  let kept = "";
  let colored = false;
  for (const [piece] of text.matchAll(PIECES)) {
    if (piece.startsWith("\u001b")) {
      kept += piece;
      colored = piece !== RESET;
      continue;
    }
    const cells = cellsOf(piece);
    const part = cells.slice(0, room);
    // Half of a wide character is none.
    if (cells[room] === "" && part.length > 0) part[part.length - 1] = " ";
    kept += part.join("");
    room -= part.length;
    if (room === 0) break;
  }
  return columns < 1 ? "" : `${kept}${" ".repeat(room)}${ellipsis}${colored ? RESET : ""}`;
}

/** Rows beside rows, the left ones in a fixed width. */
export function beside(left: readonly string[], right: readonly string[], columns: number, look: Look, divider = " "): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => `${fit(left[row] ?? "", columns, look)}${divider}${right[row] ?? ""}`);
}

/** Exactly so many rows: the first ones, or blank ones behind them. */
export function fill(rows: readonly string[], count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, (_, row) => rows[row] ?? "");
}

/** In reverse video, which is no colour: what is selected. */
export function selected(text: string): string {
  return `\u001b[7m${text.replaceAll(RESET, `${RESET}\u001b[7m`)}${RESET}`;
}

/** All of it in the background, its own colours gone. */
export function faint(text: string): string {
  return `\u001b[2m${text.replace(ESCAPE, "")}${RESET}`;
}

const SPARKS = "▁▂▃▄▅▆▇█";
const ASCII_SPARKS = "_.-=+*%#";

/** A series as a row of bars, the last values that fit: 0 the lowest, `most` the highest. */
export function sparkline(values: readonly number[], columns: number, { ascii }: Look, most: number = Math.max(...values)): string {
  const sparks = ascii ? ASCII_SPARKS : SPARKS;
  return values.slice(-columns).map((value) => sparks[Math.max(0, Math.min(sparks.length - 1, Math.round((value / Math.max(most, 1)) * (sparks.length - 1))))]!).join("");
}

/** A part of a whole as a bar. */
export function bar(part: number, columns: number, { ascii }: Look): string {
  const full = Math.max(0, Math.min(columns, Math.round(part * columns)));
  return (ascii ? "#" : "█").repeat(full) + (ascii ? "." : "░").repeat(columns - full);
}
