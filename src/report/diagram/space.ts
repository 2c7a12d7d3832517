import { columnsOf, cut } from "./cells.ts";
import type { Columns } from "./columns.ts";

/** Where a text stands on its line. */
export interface Spot {
  readonly column: number;
  readonly text: string;
}

/** The way from one lane to another, left or right, and where there is room for words on it. */
export class Space {
  readonly from: number;
  readonly to: number;
  /** 1 to the right, -1 to the left. */
  readonly step: 1 | -1;
  readonly #columns: Columns;
  readonly #ascii: boolean;

  constructor(columns: Columns, from: number, to: number, ascii: boolean) {
    this.#columns = columns;
    this.#ascii = ascii;
    this.from = columns.at[from]!;
    this.to = columns.at[to]!;
    this.step = this.from < this.to ? 1 : -1;
  }

  /** The column this far from the sender, towards the receiver. */
  out(distance: number): number {
    return this.from + this.step * distance;
  }

  /** The column this far before the receiver. */
  before(distance: number): number {
    return this.to - this.step * distance;
  }

  /** How far it is. */
  get length(): number {
    return Math.abs(this.to - this.from);
  }

  /** A label on the way out, in the gap with most room for it: beside the sender, or in the middle of another. */
  label(text: string): Spot {
    const { left, right, room } = this.#roomiest();
    const shown = cut(text, Math.max(1, room), this.#ascii);
    const length = columnsOf(shown);
    if (left === this.from) return { column: left + 3, text: shown };
    if (right === this.from) return { column: right - 2 - length, text: shown };
    return { column: left + 2 + (left === this.to ? 3 : 0) + Math.floor((room - length) / 2), text: shown };
  }

  /** How far from the sender a text ends. */
  endOf({ column, text }: Spot): number {
    return this.step > 0 ? column + columnsOf(text) - 1 - this.from : this.from - column;
  }

  /** A text that begins, seen from the sender, `distance` columns away. */
  text(distance: number, text: string): Spot {
    return { column: this.step > 0 ? this.out(distance) : this.out(distance) - columnsOf(text) + 1, text };
  }

  /** In the gap before the receiver the line has yet to go down. */
  #roomiest(): { readonly left: number; readonly right: number; readonly room: number } {
    const stops = this.#columns.at.filter((column) => column >= Math.min(this.from, this.to) && column <= Math.max(this.from, this.to));
    const gaps = stops.slice(0, -1).map((left, at) => {
      const right = stops[at + 1]!;
      return { left, right, room: right - left - (left === this.to || right === this.to ? 7 : 4) };
    });
    return gaps.reduce((best, gap) => (gap.room > best.room ? gap : best));
  }
}
