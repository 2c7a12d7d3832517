import type { Micros } from "../../kernel/time.ts";
import { wrap } from "./cells.ts";
import type { Glyphs } from "./glyphs.ts";
import type { Item } from "./items.ts";
import type { Across, Row } from "./rows.ts";
import { silence, stamps } from "./stamps.ts";
import type { Words } from "./words.ts";

/** One line of the diagram below its heading. */
export interface Line {
  /** What stands in the margin. */
  readonly stamp: string;
  /** Decides which lifelines are interrupted. */
  readonly index: number;
  readonly items: readonly Item[];
  /** Words across the lanes, on a line of this kind. */
  readonly across: { readonly kind: Across["kind"]; readonly text: string; readonly lanes?: readonly number[] } | undefined;
}

const BROKEN = "BROKEN";

/** The lines of all rows: the time where it changes, silence, long sentences on several lines. */
export function linesOf(rows: readonly Row[], words: Words, glyphs: Glyphs, width: number): Line[] {
  const times = rows.map(({ at }) => at);
  const stamp = stamps(times);
  const long = silence(times);
  const lines: Line[] = [];
  let last: Micros | undefined;
  for (const { at, index, items, across } of rows) {
    const quiet = last !== undefined && at - last >= long;
    if (across?.kind === "skip") {
      lines.push({ stamp: glyphs.skip, index, items, across });
      last = undefined;
      continue;
    }
    if (quiet) lines.push({ stamp: glyphs.skip, index: index - 0.5, items: [], across: undefined });
    if (across?.kind === "violation") {
      for (const text of sentenceOf(across, words, glyphs, width)) lines.push({ stamp: "", index, items, across: { kind: "violation", text } });
      continue;
    }
    lines.push({ stamp: at === last ? "" : stamp(at), index, items, across });
    last = at;
  }
  return lines;
}

/** What is broken, and below it how. */
function sentenceOf({ guarantees, sentence }: Extract<Across, { kind: "violation" }>, words: Words, glyphs: Glyphs, width: number): string[] {
  const head = `${glyphs.lost} ${BROKEN}  `;
  const room = width - head.length - 3;
  return [...wrap(guarantees.map((name) => words.clean(name)).join(", "), room), ...wrap(words.clean(sentence), room)].map((line, at) => (at === 0 ? head : " ".repeat(head.length)) + line);
}
