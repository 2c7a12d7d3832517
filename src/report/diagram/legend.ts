import type { Glyphs } from "./glyphs.ts";
import type { Line } from "./lines.ts";

/** What the glyphs mean, those that are not plain from the words beside them. */
const MEANINGS: readonly (readonly [glyph: keyof Glyphs, meaning: string])[] = [
  ["effect", "effect on the world outside"], ["timer", "timer"], ["lost", "lost"], ["paused", "paused"],
];

/** One line for the glyphs that are used. */
export function legend(lines: readonly Line[], glyphs: Glyphs, falls: boolean): string {
  const used = new Set<keyof Glyphs>();
  for (const { items } of lines) {
    for (const item of items) {
      if (item.kind === "mark") used.add(item.glyph === "again" ? "effect" : item.glyph);
      else if (item.kind !== "arrive" && item.stops !== undefined) used.add(item.stops.glyph);
    }
  }
  const parts = MEANINGS.filter(([glyph]) => used.has(glyph)).map(([glyph, meaning]) => `${glyphs[glyph] as string} ${meaning}`);
  if (falls) parts.push(`${glyphs.lines[3]!} under way`);
  return parts.join("   ");
}
