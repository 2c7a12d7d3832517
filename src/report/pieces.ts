import { paint } from "./diagram/canvas.ts";
import type { Style } from "./diagram/canvas.ts";
import { columnsOf, wrap } from "./diagram/cells.ts";

/** A text in a colour of its own within a line. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
}

/** Pieces one behind the other with a blank between, on lines of at most so many columns; a piece that is longer than a line is broken. */
export function packed(pieces: readonly Piece[], columns: number, color: boolean): string[] {
  const lines: string[] = [];
  let room = 0;
  for (const { text, style } of pieces) {
    for (const part of wrap(text, columns)) {
      const taken = columnsOf(part);
      const painted = paint(part, style, color);
      if (taken < room) lines[lines.length - 1] += ` ${painted}`;
      else lines.push(painted);
      room = taken < room ? room - taken - 1 : columns - taken;
    }
  }
  return lines;
}
