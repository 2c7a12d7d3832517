/** Directions a line leaves a cell in; a cell's glyph follows from their sum. */
export const UP = 1;
export const DOWN = 2;
export const LEFT = 4;
export const RIGHT = 8;

/** What a diagram is drawn with. Every glyph is one column wide. */
export interface Glyphs {
  /** By the sum of directions. */
  readonly lines: readonly string[];
  readonly life: string;
  readonly down: string;
  readonly paused: string;
  /** Behind a curtain. */
  readonly hidden: string;
  readonly step: string;
  readonly timer: string;
  readonly effect: string;
  readonly again: string;
  readonly checked: string;
  readonly confirmed: string;
  readonly lost: string;
  readonly crash: string;
  readonly trouble: string;
  readonly note: string;
  readonly toRight: string;
  readonly toLeft: string;
  /** Lines of what never happened, of copies, of faults across lanes, and where these cross a lifeline. */
  readonly ghost: string;
  readonly copy: string;
  readonly band: string;
  readonly bandCrossing: string;
  readonly rule: string;
  readonly ruleCrossing: string;
  readonly skip: string;
  readonly pending: string;
}

//                     -    U    D    UD   L    LU   LD   LUD  R    RU   RD   RUD  LR   LRU  LRD  all
const BOX: readonly string[] = [" ", "┊", "┊", "┊", "─", "╯", "╮", "┤", "─", "╰", "╭", "├", "─", "┴", "┬", "┼"];
const PLAIN: readonly string[] = [" ", ":", ":", ":", "-", "'", ".", "+", "-", "'", ".", "+", "-", "+", "+", "+"];

export const UNICODE: Glyphs = {
  lines: BOX, life: "│", down: " ", paused: "░", hidden: "▒", step: "●", timer: "○", effect: "◆", again: "◆", checked: "◇", confirmed: "✓", lost: "✗", crash: "╳", trouble: "!", note: "·",
  toRight: "▶", toLeft: "◀", ghost: "╌", copy: "═", band: "═", bandCrossing: "╪", rule: "─", ruleCrossing: "┴", skip: "⋮", pending: "…",
};

export const ASCII: Glyphs = {
  lines: PLAIN, life: "|", down: " ", paused: "z", hidden: "%", step: "o", timer: "@", effect: "*", again: "*", checked: "~", confirmed: "+", lost: "X", crash: "#", trouble: "!", note: "-",
  toRight: ">", toLeft: "<", ghost: "-", copy: "=", band: "=", bandCrossing: "+", rule: "-", ruleCrossing: "+", skip: ":", pending: "?",
};
