import { paint } from "../../report/diagram/canvas.ts";
import type { Player } from "../run/player.ts";
import { faint, fill, fit } from "../text.ts";
import type { Look, Size } from "../text.ts";

/** What else a diagram is to show. */
export interface DiagramView {
  /** Draw what has not happened yet as well, in the background. */
  readonly unveiled: boolean;
  /** Moments that stay in the foreground; undefined: all. */
  readonly past: ReadonlySet<number> | undefined;
  /** A moment to be pointed at. */
  readonly flag?: number | undefined;
}

/** The space-time diagram as far as the run has got, the moment looked at marked in the margin, the newest lines in view. */
export function diagramPanel(player: Player, { columns, rows }: Size, look: Look, { unveiled, past, flag }: DiagramView): readonly string[] {
  const { film, stop, index } = player;
  const { heading, lines, notes } = film.pictureAt(index);
  const room = Math.max(1, rows - heading.length);
  const head = heading.map((row) => fit(row, columns, look));
  if (stop === undefined && !unveiled) {
    const hint = paint(player.atEnd ? "  nothing happens here" : "  before the first event", "dim", look.color);
    return [...head, ...fill([hint], room)];
  }
  const last = unveiled ? Math.min(lines.length - 1, Math.max((stop?.to ?? 0) + Math.floor(room / 2), room - 1)) : stop!.to;
  const first = Math.max(0, last - room + 1);
  const drawn = lines.slice(first, last + 1).map((line, at) => {
    const row = first + at;
    const to = stop?.to ?? -1;
    if (row > to) return faint(line.text(false));
    if (past !== undefined && row !== stop!.from) return past.has(Math.ceil(line.index - 0.5)) ? marked(line.text(look.color), look.ascii ? "*" : "•") : faint(line.text(false));
    if (flag !== undefined && film.stop(flag)?.from === row) return marked(line.text(look.color), paint(look.ascii ? "!" : "≠", "violation", look.color));
    return row === stop!.from ? marked(line.text(look.color), paint(look.ascii ? ">" : "▶", "bold", look.color)) : line.text(look.color);
  });
  const legend = drawn.length + notes.length < room ? ["", ...notes] : [];
  return [...head, ...fill([...drawn, ...legend], room)].map((row) => fit(row, columns, look));
}

/** The margin's first column is free. */
function marked(line: string, mark: string): string {
  return `${mark}${line.startsWith("\u001b") ? line.replace(" ", "") : line.slice(1)}`;
}
