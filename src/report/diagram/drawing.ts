import type { Item } from "./items.ts";
import { letter } from "./lettering.ts";
import type { Sheet } from "./sheet.ts";
import { drawWay } from "./ways.ts";

/** A line of the diagram with something on it. */
export interface Drawn {
  readonly line: number;
  readonly items: readonly Item[];
}

/** Draws items: first the words, then the ways between them, last what stands on the lifelines. True when some way passes other rows. */
export function drawItems(sheet: Sheet, drawn: readonly Drawn[]): boolean {
  for (const { line, items } of drawn) for (const item of items) letter(sheet, line, item, items.length === 1);
  const ends = drawn.flatMap(({ line, items }) => items.flatMap((item) => (item.kind === "arrive" || item.kind === "perish" ? [{ line, item, top: sheet.starts.get(item.packet.sent)?.line ?? line }] : [])));
  let falls = false;
  for (const { line, item } of ends.sort((a, b) => a.top - b.top || a.line - b.line)) falls = drawWay(sheet, line, item) || falls;
  for (const { line, items } of drawn) for (const item of items) stamp(sheet, line, item, items);
  return falls;
}

/** The glyph on the lifeline: a mark's own, else that of a step. What never happened and what never arrived leave none. */
function stamp({ canvas, columns, glyphs }: Sheet, line: number, item: Item, items: readonly Item[]): void {
  if (item.kind === "perish") return;
  const lane = item.kind === "arrive" ? item.to : item.lane;
  const mark = items.find((other) => other.kind === "mark" && other.lane === lane);
  if (mark?.kind === "mark") canvas.write(line, columns.at[lane]!, glyphs[mark.glyph] as string, mark.style);
  // What an attacker sends again is not the node's doing, which may even be down.
  else if (item.kind === "depart" && item.packet.copy === "\"") canvas.write(line, columns.at[lane]!, glyphs.trouble, "odd");
  else if (item.kind !== "ghost") canvas.write(line, columns.at[lane]!, glyphs.step, "plain");
}
