import { withoutIdleLanes } from "../view/active.ts";
import type { SpaceTime } from "../view/space-time.ts";
import { drawAcross, drawLives } from "./diagram/across.ts";
import { Canvas, paint } from "./diagram/canvas.ts";
import { clean, wrap } from "./diagram/cells.ts";
import { narrow, roomy } from "./diagram/columns.ts";
import type { Columns } from "./diagram/columns.ts";
import { drawItems } from "./diagram/drawing.ts";
import { ASCII, UNICODE } from "./diagram/glyphs.ts";
import type { Glyphs } from "./diagram/glyphs.ts";
import { Heading } from "./diagram/heading.ts";
import { legend } from "./diagram/legend.ts";
import { linesOf } from "./diagram/lines.ts";
import type { Line } from "./diagram/lines.ts";
import { plainList } from "./diagram/plain-list.ts";
import { Rows } from "./diagram/rows.ts";
import { Sheet } from "./diagram/sheet.ts";
import { Words } from "./diagram/words.ts";

/** How a diagram is written. */
export interface DiagramOptions {
  /** Columns there are; no line is longer. 40 at least. */
  readonly width: number;
  /** Nothing but ASCII. */
  readonly ascii: boolean;
  /** ANSI colours. */
  readonly color: boolean;
}

/**
 * A diagram line by line, for whoever shows a part of it. Lines are laid out knowing all of them: those up to one of them are
 * the diagram as it had grown by then.
 */
export interface Picture {
  /** Names over their lifelines. */
  readonly heading: readonly string[];
  readonly lines: readonly PictureLine[];
  /** What the glyphs mean, what is left out. */
  readonly notes: readonly string[];
  /** The column of each lane's lifeline, by lane; empty where there are too many to draw. */
  readonly columns: readonly number[];
}

/** One line of a picture. */
export interface PictureLine {
  /** Index of the first moment on it; halves stand between moments. */
  readonly index: number;
  /** @param color with ANSI colours. */
  text(color: boolean): string;
}

interface Layout {
  readonly shown: SpaceTime;
  readonly lines: readonly Line[];
  readonly margin: number;
  readonly columns: Columns;
  /** What is left out, in words. */
  readonly left: string;
}

/** Columns between the times in the margin and the first lifeline. */
const AIR = 3;
const LEAST = 40;
/** So many of the nodes that are not drawn are named. */
const NAMED = 8;

/**
 * The space-time diagram as text: time runs down, each node has a lifeline, each packet is a line from where it was sent to
 * where it arrived, or to the cross where it died. Give it what `relevantTo` leaves of a long run. No newline at its end.
 */
export function diagram(spaceTime: SpaceTime, options: DiagramOptions): string {
  const { heading, lines, notes } = picture(spaceTime, options);
  return [...heading, ...lines.map((line) => line.text(options.color)), "", ...notes].join("\n").trimEnd();
}

/** The same, line by line. */
export function picture(spaceTime: SpaceTime, { width: asked, ascii, color }: DiagramOptions): Picture {
  const width = Math.max(LEAST, asked);
  const glyphs = ascii ? ASCII : UNICODE;
  const layout = arrange(spaceTime, glyphs, width, ascii);
  return layout === undefined ? list(spaceTime, glyphs, width, ascii) : draw(layout, spaceTime, glyphs, ascii, color);
}

/** Words between the lanes if there is room, words at the side if not; lanes without a part in it go before that. */
function arrange(spaceTime: SpaceTime, glyphs: Glyphs, width: number, ascii: boolean): Layout | undefined {
  const fewer = withoutIdleLanes(spaceTime);
  for (const captions of [false, true]) {
    for (const shown of fewer === spaceTime ? [spaceTime] : [spaceTime, fewer]) {
      const words = new Words(shown, ascii);
      const { all, hidden } = new Rows(shown, words, captions);
      const lines = linesOf(all, words, glyphs, width);
      const margin = Math.max(0, ...lines.map(({ stamp }) => stamp.length)) + 1;
      const columns = captions ? narrow(shown.lanes, margin + AIR, width) : roomy(all, shown.lanes, margin + AIR, width);
      if (columns !== undefined) return { shown, lines, margin, columns, left: words.elided(hidden, true) };
    }
  }
  return undefined;
}

function draw({ shown, lines, margin, columns, left }: Layout, whole: SpaceTime, glyphs: Glyphs, ascii: boolean, color: boolean): Picture {
  const heading = new Heading(shown.lanes, columns, ascii);
  const top = heading.height;
  const canvas = new Canvas(glyphs, top + lines.length, columns.width);
  heading.draw(canvas, glyphs.life);
  const falls = drawItems(new Sheet(canvas, columns, glyphs, top + lines.length, ascii), lines.map(({ items }, at) => ({ line: top + at, items })));
  for (const [at, line] of lines.entries()) {
    drawAcross(canvas, top + at, line, columns, glyphs, ascii);
    if (line.across?.kind !== "violation" && line.across?.kind !== "rule") drawLives(canvas, top + at, line, shown.spells, columns, glyphs);
    canvas.write(top + at, margin - line.stamp.length, line.stamp, "dim");
  }
  const idle = whole.lanes.filter(({ name }) => !shown.lanes.some((lane) => lane.name === name)).map(({ name }) => clean(name, ascii));
  const missing = whole.truncated ? "the trace was full before the run was over: what came later is missing" : "";
  const notes = [missing, legend(lines, glyphs, falls), left === "" ? "" : `not shown: ${left}`, idle.length > 0 ? `without a part in this: ${idle.slice(0, NAMED).join(", ")}${idle.length > NAMED ? ` and ${idle.length - NAMED} more` : ""}` : ""];
  return {
    heading: Array.from({ length: top }, (_, row) => canvas.line(row, color)),
    lines: lines.map(({ index }, at) => ({ index, text: (colored) => canvas.line(top + at, colored) })),
    notes: notes.filter((note) => note !== "").flatMap((note) => wrap(note, columns.width - 2)).map((note) => paint(`  ${note}`, "dim", color)),
    columns: whole.lanes.map(({ name }) => columns.at[shown.lanes.findIndex((lane) => lane.name === name)] ?? -1),
  };
}

function list(spaceTime: SpaceTime, glyphs: Glyphs, width: number, ascii: boolean): Picture {
  const words = new Words(spaceTime, ascii);
  const { all } = new Rows(spaceTime, words, false);
  const told = plainList(linesOf(all, words, glyphs, width), spaceTime.lanes.map(({ name }) => clean(name, ascii)), glyphs, width, ascii);
  return { heading: [], lines: told.map(({ index, text }) => ({ index, text: () => text })), notes: [], columns: [] };
}
