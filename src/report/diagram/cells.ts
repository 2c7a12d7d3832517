import { printable } from "../../world/step-key.ts";

/** What takes two columns on a terminal (Unicode TR 11, the ranges that matter), and what takes none. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Text that others chose, fit for one line of a terminal: control characters escaped; in ASCII, everything else escaped as well. */
export function clean(text: string, ascii: boolean): string {
  // One character at a time, for printable() cuts what is long.
  const safe = [...text].map(printable).join("");
  return ascii ? toAscii(safe) : safe;
}

function toAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (unit) => (unit === "…" ? "..." : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`));
}

/** The columns of a text: a wide character stands in its first, its second is ""; marks sit with the character they modify. */
export function cellsOf(text: string): string[] {
  const cells: string[] = [];
  for (const character of text) {
    if (NONE.test(character) && cells.length > 0) cells[cells.length - 1] += character;
    else if (WIDE.test(character)) cells.push(character, "");
    else cells.push(character);
  }
  return cells;
}

/** How many columns a text takes. */
export function columnsOf(text: string): number {
  return cellsOf(text).length;
}

/** The text in at most so many columns, an ellipsis where something is missing. */
export function cut(text: string, columns: number, ascii: boolean): string {
  const cells = cellsOf(text);
  if (cells.length <= columns) return text;
  const ellipsis = ascii ? ".." : "…";
  const kept = cells.slice(0, Math.max(0, columns - ellipsis.length));
  // Half of a wide character is none.
  if (cells[kept.length] === "") kept.pop();
  return `${kept.join("").trimEnd()}${ellipsis}`.slice(0, columns === 1 ? 1 : undefined);
}

/** Lines of at most so many columns, broken at blanks where there are any. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  for (const word of text.split(" ")) {
    let cells = cellsOf(word);
    if (line.length > 0 && line.length + 1 + cells.length > columns) {
      lines.push(line.join(""));
      line = [];
    }
    if (line.length > 0) line.push(" ");
    while (line.length + cells.length > columns) {
      const room = cells[columns] === "" ? columns - 1 : columns;
      lines.push(cells.slice(0, room).join(""));
      cells = cells.slice(room);
    }
    line.push(...cells);
  }
  return [...lines, line.join("")];
}
