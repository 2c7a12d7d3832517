import type { Style } from "./canvas.ts";
import { columnsOf, cut } from "./cells.ts";
import type { ItemOf, Stop } from "./items.ts";
import type { Sheet, Start } from "./sheet.ts";
import { styleOf } from "./sheet.ts";
import type { Space } from "./space.ts";

type End = ItemOf<"arrive" | "perish">;

/** Fewer columns to go down in than this are too few. */
const CHOICE = 4;
/** Over so many rows a line is labelled at its end as well. */
const LONG = 8;

/** Draws a packet's line over its rows: out of the sender's lane, down, and to the receiver's, or to the cross where it dies. True when it passes other rows. */
export function drawWay(sheet: Sheet, line: number, item: End): boolean {
  const start = sheet.starts.get(item.packet.sent);
  const space = sheet.space(item.lane, item.to);
  if (start === undefined) {
    stray(sheet, line, item, space);
    return false;
  }
  const style = styleFor(item);
  const word = sheet.captioned ? "" : wordFor(item, space, start);
  const column = goDown(sheet, line, item, space, start, word);
  sheet.canvas.across(start.line, space.from, column, style);
  sheet.canvas.fall(column, start.line, line, style);
  if (item.kind === "perish") cross(sheet, line, column, space, word, item.stops);
  else arrow(sheet, line, column, space, word === "" && !sheet.captioned && line - start.line >= LONG ? item.label : word, style);
  return line > start.line + 1;
}

function styleFor(item: End): Style {
  if (item.kind === "perish") return styleOf(item.stops);
  return item.packet.copy !== "" || item.packet.corrupt || item.packet.forged ? "odd" : "plain";
}

/** What is written before the receiver: the longest that leaves the line a place to go down in. */
function wordFor(item: End, space: Space, { label }: Start): string {
  if (item.kind === "arrive") return item.word;
  return item.stops.texts.find((text) => label + 8 + columnsOf(text) <= space.length) ?? "";
}

/** Chooses the column in which the line goes down. */
function goDown(sheet: Sheet, line: number, item: End, space: Space, start: Start, word: string): number {
  const dies = item.kind === "perish";
  const first = sheet.captioned ? 1 : start.label + 2;
  const beyond = (word === "" ? 3 : columnsOf(word) + 4) + (dies ? 2 : 0);
  // A word on arrival is dear, but not as dear as a way of one's own.
  const last = Math.max(first, space.length - (!dies && space.length - beyond - first < CHOICE ? 3 : beyond));
  const wanted = Math.min(last, dies ? first + 1 : Math.max(first, Math.floor((start.label + space.length) / 2)));
  const [least, most] = space.step > 0 ? [space.out(first), space.out(last)] : [space.out(last), space.out(first)];
  return sheet.routes.take({ from: space.from, top: start.line, bottom: line, least, most, wanted: space.out(wanted), end: dies ? space.out(last + 2) : space.before(1) });
}

function arrow(sheet: Sheet, line: number, column: number, space: Space, word: string, style: Style): void {
  sheet.canvas.across(line, column, space.to, style);
  head(sheet, line, space, style);
  const room = Math.abs(space.to - column) - 3;
  if (word === "" || columnsOf(word) > room) return;
  sheet.put(line, space.text(Math.abs(column - space.from) + 1 + Math.floor((room - columnsOf(word) + 1) / 2), word).column, word, style);
}

function cross(sheet: Sheet, line: number, column: number, space: Space, why: string, stops: Stop): void {
  const at = Math.min(Math.abs(column - space.from) + 2, space.length - 2);
  sheet.canvas.across(line, column, space.out(at), styleOf(stops));
  sheet.canvas.write(line, space.out(at), sheet.glyphs[stops.glyph], styleOf(stops));
  if (why !== "" && at + 2 + columnsOf(why) < space.length) sheet.put(line, space.text(at + 2, why).column, why, styleOf(stops));
}

/** From nowhere: an attacker's packet; or out of the unseen, one whose sending is not shown. */
function stray(sheet: Sheet, line: number, item: End, space: Space): void {
  const label = sheet.captioned ? "" : cut(item.label, Math.max(1, space.length - 7), sheet.ascii);
  const begin = Math.max(1, space.length - columnsOf(label) - 6);
  sheet.canvas.across(line, space.out(begin), space.to, "odd");
  sheet.canvas.write(line, space.out(begin), item.packet.sent < 0 || item.packet.copy !== "" ? sheet.glyphs.trouble : sheet.glyphs.pending, "odd");
  if (label !== "") sheet.put(line, space.text(begin + 3, label).column, label, "odd");
  head(sheet, line, space, "odd");
}

function head({ canvas, glyphs }: Sheet, line: number, space: Space, style: Style): void {
  canvas.write(line, space.before(1), space.step > 0 ? glyphs.toRight : glyphs.toLeft, style);
}
