import { cellsOf } from "./cells.ts";
import type { Glyphs } from "./glyphs.ts";
import { DOWN, LEFT, RIGHT, UP } from "./glyphs.ts";

/** What a cell is part of: its colour, where colours are wanted. */
export type Style = "plain" | "dim" | "bold" | "life" | "lost" | "effect" | "violation" | "fault" | "odd";

const ESCAPES: { readonly [style in Style]: string } = {
  plain: "", dim: "2", bold: "1", life: "2", lost: "31", effect: "1;32", violation: "1;31", fault: "35", odd: "33",
};

/** A text in its colour. */
export function paint(text: string, style: Style, color: boolean): string {
  return color && ESCAPES[style] !== "" ? `\u001b[${ESCAPES[style]}m${text}\u001b[0m` : text;
}

interface Cell {
  /** "" where a line passes, and in the second column of a wide character. */
  text: string | undefined;
  lines: number;
  style: Style;
}

/** A grid of cells. Lines that meet join; text covers lines. */
export class Canvas {
  readonly #glyphs: Glyphs;
  readonly #rows: Cell[][];
  readonly #width: number;

  constructor(glyphs: Glyphs, rows: number, width: number) {
    this.#glyphs = glyphs;
    this.#width = width;
    this.#rows = Array.from({ length: rows }, () => []);
  }

  /** Writes a text from a column on; what does not fit on the canvas is not drawn. */
  write(row: number, column: number, text: string, style: Style): void {
    const cells = cellsOf(text);
    if (column < 0 || column + cells.length > this.#width) return;
    for (const [at, cell] of cells.entries()) {
      const target = this.#cell(row, column + at);
      target.text = cell;
      target.style = style;
    }
  }

  /** A horizontal line between two columns, in whatever order. */
  across(row: number, from: number, to: number, style: Style): void {
    const [left, right] = from < to ? [from, to] : [to, from];
    for (let column = left; column <= right; column++) this.#join(row, column, (column > left ? LEFT : 0) | (column < right ? RIGHT : 0), style);
  }

  /** A vertical line from a row down to another. */
  fall(column: number, from: number, to: number, style: Style): void {
    for (let row = from; row <= to; row++) this.#join(row, column, (row > from ? UP : 0) | (row < to ? DOWN : 0), style);
  }

  /** A lifeline: a line of its own kind, which others cross. */
  life(row: number, column: number, glyph: string): void {
    const cell = this.#cell(row, column);
    if (cell.text === undefined && cell.lines === 0) {
      cell.text = glyph;
      cell.style = "life";
    } else if (cell.text === undefined && glyph === this.#glyphs.life) cell.lines |= UP | DOWN;
  }

  /** A row as text. */
  line(row: number, color: boolean): string {
    const cells = this.#rows[row]!;
    let line = "";
    let style: Style = "plain";
    let end = this.#width;
    while (end > 0 && this.#glyphOf(cells[end - 1]) === " ") end--;
    for (let column = 0; column < end; column++) {
      const cell = cells[column];
      const glyph = this.#glyphOf(cell);
      const next: Style = glyph === " " ? style : (cell?.style ?? "plain");
      if (color && next !== style) {
        if (ESCAPES[style] !== "") line += "\u001b[0m";
        if (ESCAPES[next] !== "") line += `\u001b[${ESCAPES[next]}m`;
        style = next;
      }
      line += glyph;
    }
    return color && ESCAPES[style] !== "" ? `${line}\u001b[0m` : line;
  }

  #join(row: number, column: number, directions: number, style: Style): void {
    const cell = this.#cell(row, column);
    if (cell.lines === 0 || style !== "plain") cell.style = style;
    cell.lines |= directions;
  }

  #cell(row: number, column: number): Cell {
    return (this.#rows[row]![column] ??= { text: undefined, lines: 0, style: "plain" });
  }

  #glyphOf(cell: Cell | undefined): string {
    return cell === undefined ? " " : (cell.text ?? this.#glyphs.lines[cell.lines]!);
  }
}
