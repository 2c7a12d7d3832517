import type { Lane } from "../../view/lanes.ts";
import { columnsOf } from "./cells.ts";
import { gapsOf } from "./items.ts";
import type { Item } from "./items.ts";
import type { Row } from "./rows.ts";

/** Where everything stands. */
export interface Columns {
  /** The column of each lane's lifeline. */
  readonly at: readonly number[];
  /** Where captions begin; undefined when words stand in the gaps. */
  readonly captions: number | undefined;
  readonly width: number;
}

/** Longest label and longest words on a lifeline that room is made for; longer ones are cut. */
const LABEL = 26;
const WORDS = 30;
/** A gap is not made wider than this for nothing. */
const WIDEST = 34;
/** Around a label: `──label──╮` and at least `╰─▶` in the columns beyond it. */
const AROUND = 7;
/** Narrowest gap an arrow is still seen in, and the widest worth having beside captions. */
const NARROW = 3;
const COMFORTABLE = 9;
/** Least room for captions. */
const CAPTION = 22;

/** Lanes with words between them, or undefined when there is no room for that. */
export function roomy(rows: readonly Row[], lanes: readonly Lane[], first: number, width: number): Columns | undefined {
  const tight = needs(rows, lanes, (texts) => texts.at(-1)!, 0);
  const room = width - first - lanes.length;
  let spare = room - sum(tight);
  if (spare < 0) return undefined;
  const gaps = [...tight];
  // First what makes the longer words fit, then the roles, then the same for all but the margin.
  const wanted = ([0, 1] as const).map((role) => needs(rows, lanes, (texts) => texts[0]!, role));
  for (const limit of [...wanted, gaps.map((_, gap) => (gap === gaps.length - 1 ? 0 : WIDEST))]) {
    for (let grown = true; grown && spare > 0; ) {
      grown = false;
      for (const [gap, most] of limit.entries()) {
        if (spare === 0 || gaps[gap]! >= most) continue;
        gaps[gap]!++;
        spare--;
        grown = true;
      }
    }
  }
  return { at: positions(gaps, first), captions: undefined, width };
}

/** Lanes close together, the words at the side, or undefined when even that is too wide. */
export function narrow(lanes: readonly Lane[], first: number, width: number): Columns | undefined {
  const gap = Math.min(COMFORTABLE, Math.floor((width - first - CAPTION - 3) / Math.max(1, lanes.length)) - 1);
  if (gap < NARROW) return undefined;
  const at = positions(lanes.map(() => gap), first);
  return { at, captions: at.at(-1)! + 3, width };
}

function positions(gaps: readonly number[], first: number): number[] {
  let column = first;
  return gaps.map((gap) => {
    const at = column;
    column += gap + 1;
    return at;
  });
}

/** The columns each gap needs, the last one being the margin right of the last lane. */
function needs(rows: readonly Row[], lanes: readonly Lane[], pick: (texts: readonly string[]) => string, role: 0 | 1): number[] {
  const gaps = lanes.map((lane, gap) => Math.max(gap === lanes.length - 1 ? 1 : AROUND + 2, Math.min(WORDS, columnsOf(lane.name)) + role * (lane.role.length + 3)));
  const wide: Item[] = [];
  for (const { items } of rows) {
    for (const item of items) {
      const [first, last] = gapsOf(item);
      if (first === last) gaps[first] = Math.max(gaps[first]!, needOf(item, pick));
      else wide.push(item);
    }
  }
  for (const item of wide) makeRoom(gaps, item, needOf(item, pick));
  return gaps;
}

/** Over several gaps the label stands in one: in the one before the receiver the line goes down as well. */
function makeRoom(gaps: number[], item: Item, need: number): void {
  const [first, last] = gapsOf(item);
  const target = item.kind !== "mark" && item.lane < item.to ? last : first;
  let best = first;
  let missing = Infinity;
  for (let gap = first; gap <= last; gap++) {
    const lacks = need - (gap === target ? 0 : AROUND - 4) - gaps[gap]!;
    if (lacks >= missing) continue;
    best = gap;
    missing = lacks;
  }
  gaps[best]! += Math.max(0, missing);
}

function needOf(item: Item, pick: (texts: readonly string[]) => string): number {
  switch (item.kind) {
    case "mark": return Math.min(columnsOf(pick(item.texts)), WORDS) + 2;
    case "arrive": return (item.stray ? Math.min(columnsOf(item.label), LABEL) : columnsOf(item.word)) + AROUND;
    case "perish": case "depart": case "ghost": {
      const why = item.stops === undefined ? "" : pick(item.stops.texts);
      return Math.min(columnsOf(item.label), LABEL) + AROUND + (why === "" ? 0 : columnsOf(why) + 1);
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
