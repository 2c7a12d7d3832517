import type { Canvas, Style } from "./canvas.ts";
import { columnsOf, cut } from "./cells.ts";
import type { Columns } from "./columns.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Stop } from "./items.ts";
import { Routes } from "./routes.ts";
import { Space } from "./space.ts";

/** Where a packet left. */
export interface Start {
  readonly line: number;
  /** How far its label reaches. */
  readonly label: number;
}

/** What is drawn on, with what, and what is already there. */
export class Sheet {
  readonly canvas: Canvas;
  readonly columns: Columns;
  readonly glyphs: Glyphs;
  readonly ascii: boolean;
  readonly routes: Routes;
  /** By the moment a packet was sent at. */
  readonly starts: Map<number, Start> = new Map();

  constructor(canvas: Canvas, columns: Columns, glyphs: Glyphs, lines: number, ascii: boolean) {
    this.canvas = canvas;
    this.columns = columns;
    this.glyphs = glyphs;
    this.ascii = ascii;
    this.routes = new Routes(lines, columns.width, columns.at);
  }

  /** Words stand at the side, not between the lanes. */
  get captioned(): boolean {
    return this.columns.captions !== undefined;
  }

  space(from: number, to: number): Space {
    return new Space(this.columns, from, to, this.ascii);
  }

  put(line: number, column: number, text: string, style: Style): void {
    this.canvas.write(line, column, text, style);
    this.routes.words(line, column, columnsOf(text));
  }

  /** Words at the side; nothing where there is no side. */
  caption(line: number, text: string, style: Style): void {
    const { captions, width } = this.columns;
    if (captions !== undefined && text !== "") this.canvas.write(line, captions, cut(text.trim(), width - captions, this.ascii), style);
  }
}

export function styleOf(stops: Stop): Style {
  return stops.glyph === "lost" ? "lost" : "odd";
}
