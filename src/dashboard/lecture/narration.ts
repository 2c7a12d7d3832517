import { paint } from "../../report/diagram/canvas.ts";
import { clean, wrap } from "../../report/diagram/cells.ts";
import { flow } from "../panels/status.ts";
import type { Look } from "../text.ts";
import type { Course } from "./beats.ts";

/** What the teacher says, what the class is asked, and whether everything is as the lesson says it must be. */
export function narration({ beat, beats, place, voting }: Course, columns: number, { ascii, color }: Look): readonly string[] {
  if (beat === undefined) return [];
  const { say, ask, expect = {} } = beat.beat;
  const bar = paint(ascii ? "|" : "▌", voting ? "fault" : "odd", color);
  // The first row has room for the number of the beat.
  const prose = (text: string): string[] => wrap(clean(text, ascii), columns - 9);
  const number = paint(`${place.beat + 1}/${beats.length}`, "dim", color);
  const checks = Object.entries(expect).map(([name, value]) => {
    const wrong = beat.wrong.length > 0 && beat.seen[name] !== value;
    return wrong ? paint(`${ascii ? "X" : "✗"} ${name} is ${String(beat.seen[name])}, not ${String(value)}`, "violation", color) : `${paint(ascii ? "+" : "✓", "effect", color)} ${name} ${String(value)}`;
  });
  const rows = voting
    ? [paint("THINK, THEN VOTE", "fault", color), ...prose(ask!).map((line) => paint(line, "bold", color)), paint("PgDn goes on when all hands are down", "dim", color)]
    : [...prose(say), ...(checks.length === 0 ? [] : flow(checks, columns - 3))];
  return rows.map((row, at) => `${bar} ${row}${at === 0 ? `  ${number}` : ""}`);
}
