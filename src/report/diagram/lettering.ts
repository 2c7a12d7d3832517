import { columnsOf, cut } from "./cells.ts";
import type { Item, ItemOf, Stop } from "./items.ts";
import type { Sheet } from "./sheet.ts";
import { styleOf } from "./sheet.ts";
import type { Space } from "./space.ts";

/** Over so many rows an arrival says at the side what it was. */
const FORGOTTEN = 3;
/** How far on its way a line that dies at once is drawn, at least. */
const PART = 0.55;

/** Writes the words of items, and draws the lines that stay on their row. `alone`: no other item is on the line. */
export function letter(sheet: Sheet, line: number, item: Item, alone: boolean): void {
  switch (item.kind) {
    case "mark": return mark(sheet, line, item);
    case "depart": case "ghost": return depart(sheet, line, item);
    case "perish": return sheet.caption(line, dying(sheet, item.label, item.stops), styleOf(item.stops));
    case "arrive": {
      const start = sheet.starts.get(item.packet.sent);
      const forgotten = alone && start !== undefined && line - start.line >= FORGOTTEN;
      return sheet.caption(line, item.stray || forgotten ? item.label : item.word === "" ? "" : `${item.label}: ${item.word}`, item.word === "" ? "dim" : "odd");
    }
  }
}

function mark(sheet: Sheet, line: number, { lane, texts, style }: ItemOf<"mark">): void {
  if (sheet.captioned) return sheet.caption(line, texts[0]!, style);
  const { at, width } = sheet.columns;
  const column = at[lane]! + 2;
  const next = at.find((other) => other > column);
  const room = (next === undefined ? width : next - 1) - column;
  sheet.put(line, column, texts.find((text) => columnsOf(text) <= room) ?? cut(texts.at(-1)!, room, sheet.ascii), style);
}

function depart(sheet: Sheet, line: number, item: ItemOf<"depart" | "ghost">): void {
  const { stops } = item;
  const space = sheet.space(item.lane, item.to);
  const style = stops === undefined ? "plain" : styleOf(stops);
  const spot = sheet.captioned ? undefined : space.label(item.label);
  const label = spot === undefined ? 0 : space.endOf(spot);
  if (stops !== undefined) stopShort(sheet, line, space, label, stops, item.kind === "ghost");
  if (spot === undefined) sheet.caption(line, stops === undefined ? item.label : dying(sheet, item.label, stops), style);
  else sheet.put(line, spot.column, spot.text, style);
  if (item.kind === "depart" && item.packet.copy === "") sheet.starts.set(item.packet.sent, { line, label });
}

/** A line that reaches nobody: it ends part of the way, with a cross. */
function stopShort(sheet: Sheet, line: number, space: Space, label: number, stops: Stop, ghost: boolean): void {
  const { canvas, glyphs, routes } = sheet;
  const style = styleOf(stops);
  const most = space.length - 2;
  const why = sheet.captioned ? "" : (stops.texts.find((text) => label + 4 + columnsOf(text) + (text === "" ? 0 : 1) <= most) ?? "");
  const reach = why === "" ? most : most - columnsOf(why) - 1;
  const cross = Math.max(1, Math.min(reach, Math.max(label + 3, Math.floor(space.length * PART))));
  if (ghost) for (let at = 1; at < cross; at++) canvas.write(line, space.out(at), glyphs.ghost, "dim");
  else canvas.across(line, space.from, space.out(cross), style);
  routes.across(line, space.from, space.out(cross));
  canvas.write(line, space.out(cross), glyphs[stops.glyph], style);
  if (why !== "") sheet.put(line, space.text(cross + 2, why).column, why, style);
}

function dying({ glyphs }: Sheet, label: string, stops: Stop): string {
  return `${label} ${glyphs[stops.glyph]} ${stops.texts[0]!}`;
}
