import { cut } from "./cells.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Item } from "./items.ts";
import type { Line } from "./lines.ts";

/** Where there are too many lanes to draw: the same rows in words, an item a line. */
export function plainList(lines: readonly Line[], names: readonly string[], glyphs: Glyphs, width: number, ascii: boolean): { readonly index: number; readonly text: string }[] {
  const margin = Math.max(0, ...lines.map(({ stamp }) => stamp.length));
  return lines.flatMap(({ stamp, index, items, across }) => {
    if (across?.kind === "violation") return [{ index, text: cut(`  ${across.text}`, width, ascii) }];
    const texts = across !== undefined ? [across.text] : items.length > 0 ? items.map((item) => told(item, names, glyphs)) : [""];
    return texts.map((text, at) => ({ index, text: cut(`${(at === 0 ? stamp : "").padStart(margin)}  ${text}`.trimEnd(), width, ascii) }));
  });
}

function told(item: Item, names: readonly string[], glyphs: Glyphs): string {
  if (item.kind === "mark") return `${names[item.lane]} ${glyphs[item.glyph] as string} ${item.texts[0]}`;
  const way = `${names[item.lane]} ${glyphs.toRight} ${names[item.to]}  ${item.label}`;
  if (item.kind === "arrive") return `${way} arrives${item.word === "" ? "" : ` (${item.word})`}`;
  return item.stops === undefined ? way : `${way} ${glyphs[item.stops.glyph]} ${item.stops.texts[0]}`;
}
