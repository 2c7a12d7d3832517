/** What stands in a cell already, when a route is sought through it. */
const TEXT = 1;
const ACROSS = 2;
const FALL = 3;

/** What it costs a vertical line to pass over text, to run in or beside another's column, to cross a line, to stray. */
const OVER_TEXT = 8;
const SAME_COLUMN = 30;
const BESIDE = 4;
const BESIDE_TEXT = 2;
const CROSSING = 2;
const STRAYING = 0.2;

/** One packet's line: out of the sender's lane on one line, down, and towards the receiver's lane on another. */
export interface Way {
  /** Column of the sender's lane. */
  readonly from: number;
  readonly top: number;
  readonly bottom: number;
  /** The columns the line may go down in, ends included. */
  readonly least: number;
  readonly most: number;
  /** Where it would best go down. */
  readonly wanted: number;
  /** Where it ends on the lower line. */
  readonly end: number;
}

/** Finds for each packet the column it goes down in, away from words and from the others. */
export class Routes {
  readonly #grid: Uint8Array[];
  readonly #lanes: ReadonlySet<number>;

  constructor(lines: number, width: number, lanes: readonly number[]) {
    this.#grid = Array.from({ length: lines }, () => new Uint8Array(width + 2));
    this.#lanes = new Set(lanes);
  }

  /** Words stand here. */
  words(line: number, column: number, length: number): void {
    this.#grid[line]!.fill(TEXT, Math.max(0, column), Math.max(0, column + length));
  }

  across(line: number, from: number, to: number): void {
    const row = this.#grid[line]!;
    for (let column = Math.min(from, to); column <= Math.max(from, to); column++) if (row[column] === 0) row[column] = ACROSS;
  }

  /** The column for this way; what it covers is taken. */
  take(way: Way): number {
    let best = way.wanted;
    let least = Infinity;
    for (let column = way.least; column <= way.most; column++) {
      if (this.#lanes.has(column)) continue;
      const cost = this.#cost(way, column);
      if (cost >= least) continue;
      best = column;
      least = cost;
    }
    this.across(way.top, way.from, best);
    this.across(way.bottom, best, way.end);
    for (let line = way.top; line <= way.bottom; line++) this.#grid[line]![best] = FALL;
    return best;
  }

  #cost(way: Way, column: number): number {
    let cost = Math.abs(column - way.wanted) * STRAYING + this.#path(way.top, way.from, column) + this.#path(way.bottom, column, way.end);
    for (let line = way.top; line <= way.bottom; line++) {
      const row = this.#grid[line]!;
      const here = row[column]!;
      cost += here === TEXT ? OVER_TEXT : here === FALL ? SAME_COLUMN : here === ACROSS ? CROSSING : 0;
      if (row[column - 1] === TEXT || row[column + 1] === TEXT) cost += BESIDE_TEXT;
      if (row[column - 1] === FALL || row[column + 1] === FALL || this.#lanes.has(column - 1) || this.#lanes.has(column + 1)) cost += BESIDE;
    }
    return cost;
  }

  #path(line: number, from: number, to: number): number {
    const row = this.#grid[line]!;
    let cost = 0;
    for (let column = Math.min(from, to); column <= Math.max(from, to); column++) cost += row[column] === FALL ? CROSSING : row[column] === ACROSS ? SAME_COLUMN : 0;
    return cost;
  }
}
