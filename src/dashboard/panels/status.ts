import { showTime } from "../../kernel/time.ts";
import { paint } from "../../report/diagram/canvas.ts";
import { clean } from "../../report/diagram/cells.ts";
import { thousands } from "../../report/numbers.ts";
import { markOf, styleOf } from "../../report/verdicts.ts";
import type { Counts } from "../../view/tally.ts";
import type { Light } from "../../view/scene.ts";
import type { Player } from "../run/player.ts";
import { widthOf } from "../text.ts";
import type { Look } from "../text.ts";

/** Which run, where in it, how it moves. */
export function heading(name: string, player: Player, look: Look): string {
  const { branches, spaceTime, now, event, playing, speed } = player;
  const { ascii, color } = look;
  const play = playing ? `${ascii ? ">" : "▶"} ${speed} a second` : ascii ? "||" : "❚❚";
  return [
    paint(clean(name, ascii), "bold", color),
    `seed ${clean(branches.current.conditions.seed, ascii)}`,
    paint(showTime(now), "bold", color),
    `event ${thousands(event)}/${thousands(spaceTime.moments.at(-1)?.event ?? 0)}`,
    ...(branches.all.length === 1 ? [] : [`branch ${branches.number}/${branches.all.length}`]),
    play,
  ].join("  ");
}

/** A light for each promise: what has broken, and with which event. Those promised to break shine in another colour. */
export function lights(all: readonly Light[], columns: number, { ascii, color }: Look): readonly string[] {
  const texts = all.map(({ guarantee, promised, status, event }) => {
    const mark = paint(markOf(status, ascii), styleOf({ status, promised }), color);
    const broken = status === "fail" ? paint(` BROKEN${event === undefined ? "" : ` at ${thousands(event)}`}`, "violation", color) : "";
    return `${mark} ${clean(guarantee, ascii)}${broken}`;
  });
  return flow(texts, columns);
}

/** The counters; behind a curtain only what the producers themselves have seen. */
export function counters({ published, confirmed, refused, effects, duplicates, lost, faults }: Counts, columns: number, { color }: Look, curtained = false): readonly string[] {
  const one = (name: string, value: number, style: "plain" | "violation" | "lost" | "fault" = "plain"): string => `${paint(name, "dim", color)} ${paint(thousands(value), value > 0 ? style : "plain", color)}`;
  return flow([
    one("published", published), one("confirmed", confirmed), ...(refused > 0 ? [one("refused", refused)] : []),
    ...(curtained ? [] : [one("effects", effects), one("duplicates", duplicates, "violation"), one("packets lost", lost, "lost"), one("faults", faults, "fault")]),
  ], columns);
}

/** Texts side by side, on as many rows as it takes. */
export function flow(texts: readonly string[], columns: number): readonly string[] {
  const rows: string[] = [];
  for (const text of texts) {
    const last = rows.at(-1);
    if (last !== undefined && widthOf(last) + 3 + widthOf(text) <= columns) rows[rows.length - 1] = `${last}   ${text}`;
    else rows.push(text);
  }
  return rows;
}
