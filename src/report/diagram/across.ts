import type { Spell } from "../../view/spells.ts";
import type { Canvas, Style } from "./canvas.ts";
import { columnsOf, cut } from "./cells.ts";
import type { Columns } from "./columns.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Line } from "./lines.ts";

const STYLES: { readonly [kind in NonNullable<Line["across"]>["kind"]]: Style } = { band: "fault", rule: "dim", skip: "dim", violation: "violation" };

/** What goes across the lanes: a fault, what was left out, the end, a broken promise. */
export function drawAcross(canvas: Canvas, row: number, { across }: Line, columns: Columns, glyphs: Glyphs, ascii: boolean): void {
  if (across === undefined) return;
  const { kind, text, lanes = columns.at.keys() } = across;
  const style = STYLES[kind];
  if (kind === "violation") return canvas.write(row, 2, text, style);
  const on = [...lanes].map((lane) => columns.at[lane]!);
  const first = on[0]!;
  const last = on.at(-1)!;
  if (kind === "band" || kind === "rule") {
    for (let column = first - 1; column <= last + 1; column++) canvas.write(row, column, glyphs[kind], style);
    for (const column of columns.at) if (column >= first && column <= last) canvas.write(row, column, kind === "band" ? glyphs.bandCrossing : glyphs.ruleCrossing, style);
  }
  // To the left if it would not fit otherwise.
  const shown = cut(` ${text} `, columns.width - columns.at[0]! - 2, ascii);
  canvas.write(row, Math.min(first + 2, columns.width - columnsOf(shown)), shown, style);
}

/** The lifelines on one row: unbroken, paused, or not there at all. */
export function drawLives(canvas: Canvas, row: number, { index }: Line, spells: readonly Spell[], columns: Columns, glyphs: Glyphs): void {
  for (const [lane, column] of columns.at.entries()) {
    const spell = spells.find((candidate) => candidate.lane === lane && candidate.from < index && index < candidate.to);
    canvas.life(row, column, spell === undefined ? glyphs.life : glyphs[spell.state]);
  }
}
