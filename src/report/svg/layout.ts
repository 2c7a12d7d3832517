import type { SpaceTime } from "../../view/space-time.ts";
import { columnsOf, wrap } from "../diagram/cells.ts";
import { gapsOf } from "../diagram/items.ts";
import type { Item } from "../diagram/items.ts";
import { Rows } from "../diagram/rows.ts";
import type { Row } from "../diagram/rows.ts";
import { silence, stamps } from "../diagram/stamps.ts";
import type { Words } from "../diagram/words.ts";

/** A row with its place. */
export interface Placed {
  readonly row: Row;
  /** Its middle, px from the top. */
  readonly y: number;
  /** What stands in the margin, "" where the time is that of the row above. */
  readonly stamp: string;
  /** How long nothing happened before it, where that is remarkable: its place. */
  readonly quiet: number | undefined;
  /** A broken promise's words, line by line. */
  readonly lines: readonly string[];
}

/** Where everything stands, px. The same rows as in the text diagram, so both say the same. */
export interface Layout {
  readonly lanes: readonly number[];
  readonly rows: readonly Placed[];
  /** Where lifelines begin and end. */
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  /** Of what is left out, in words. */
  readonly left: string;
}

/** Width of a character of a label: 12px of a monospaced font, on the safe side. */
export const CHARACTER = 7.4;
const MARGIN = 84;
const TOP = 56;
const ROW = 32;
/** Rows of one time stand closer. */
const CLOSE = 28;
const QUIET = 30;
const LINE = 18;
const NARROWEST = 150;
const WIDEST = 330;
/** A gap holds a label and something of the line beyond it. */
const AROUND = 52;

export function layoutOf(spaceTime: SpaceTime, words: Words): Layout {
  const { all, hidden } = new Rows(spaceTime, words, false);
  const gaps = gapWidths(all, spaceTime.lanes.length);
  const lanes = spaceTime.lanes.map((_, lane) => MARGIN + 24 + gaps.slice(0, lane).reduce((sum, gap) => sum + gap, 0));
  const width = Math.max(460, (lanes.at(-1) ?? MARGIN) + gaps.at(-1)!);
  const times = all.map(({ at }) => at);
  const stamp = stamps(times);
  const long = silence(times);
  let y = TOP;
  let last: number | undefined;
  const rows = all.map((row): Placed => {
    const quiet = last !== undefined && row.across?.kind !== "skip" && row.at - last >= long;
    const at = row.at === last || row.across?.kind === "violation" ? "" : stamp(row.at);
    const lines = row.across?.kind === "violation" ? sentenceOf(row.across, words, width) : [];
    const height = lines.length > 0 ? ROW + 4 + LINE * lines.length : row.at === last ? CLOSE : ROW;
    const from = y;
    y += height + (quiet ? QUIET : 0);
    last = row.across?.kind === "skip" ? undefined : row.at;
    return { row, y: lines.length > 0 ? from + (quiet ? QUIET : 0) + 30 : y, stamp: row.across?.kind === "skip" ? "" : at, quiet: quiet ? from + QUIET / 2 + 8 : undefined, lines };
  });
  return { lanes, rows, top: TOP - 12, bottom: y + 20, width: Math.ceil(width), height: Math.ceil(y + 36), left: words.elided(hidden, true) };
}

/** The first of several texts, the longest, that fits; else the last, cut. */
export function fitting(texts: readonly string[], pixels: number): string {
  const columns = Math.floor(pixels / CHARACTER);
  const fits = texts.find((text) => columnsOf(text) <= columns);
  if (fits !== undefined) return fits;
  const last = texts.at(-1) ?? "";
  return columns < 2 ? "" : `${[...last].slice(0, columns - 1).join("")}…`;
}

function gapWidths(rows: readonly Row[], lanes: number): number[] {
  const gaps = new Array<number>(lanes).fill(NARROWEST);
  for (const { items } of rows) {
    for (const item of items) {
      const [first, last] = gapsOf(item);
      const wanted = Math.min(WIDEST, columnsNeeded(item) * CHARACTER + AROUND);
      // What spans several gaps has the room of all of them.
      for (let gap = first; gap <= last; gap++) gaps[gap] = Math.max(gaps[gap]!, wanted / (last - first + 1));
    }
  }
  return gaps;
}

function columnsNeeded(item: Item): number {
  if (item.kind === "mark") return columnsOf(item.texts[0] ?? "");
  const stops = item.kind === "perish" || item.kind === "ghost" ? item.stops : item.kind === "depart" ? item.stops : undefined;
  return columnsOf(item.label) + (stops === undefined ? 0 : columnsOf(stops.texts[0] ?? "") + 3);
}

function sentenceOf({ guarantees, sentence }: Extract<Row["across"], { kind: "violation" }>, words: Words, width: number): string[] {
  const columns = Math.floor((width - MARGIN) / CHARACTER);
  return [...wrap(`BROKEN  ${guarantees.map((name) => words.clean(name)).join(", ")}`, columns), ...wrap(words.clean(sentence), columns)];
}
