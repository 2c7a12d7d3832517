import type { Distribution } from "../../view/distributions.ts";
import { element, escaped } from "../markup.ts";
import { thousands } from "../numbers.ts";

/** A bar of a chart. */
export interface BarOf {
  readonly label: string;
  readonly value: number;
  /** Part of the value that went wrong; drawn in red. */
  readonly broken?: number;
  /** Beside the bar; default: the value. */
  readonly words?: string;
}

const WIDTH = 420;
const ROW = 24;

/** Bars that lie, one below the other, as long as their values; the values beside them, so the picture is no riddle. `most`: the longest bar's; default the largest. */
export function barChart(caption: string, aside: string, bars: readonly BarOf[], most: number = Math.max(1, ...bars.map(({ value }) => value))): string {
  const label = Math.min(150, 16 + Math.max(...bars.map(({ label: words }) => words.length)) * 7.2);
  const words = Math.max(...bars.map((bar) => wordsOf(bar).length)) * 7 + 12;
  const room = WIDTH - label - words;
  const rows = bars.map((bar, at) => {
    const y = at * ROW;
    const length = (value: number): number => Math.round((value / most) * room * 10) / 10;
    return [
      `<text x="${label - 8}" y="${y + 16}" text-anchor="end">${escaped(bar.label)}</text>`,
      `<rect class="bar" x="${label}" y="${y + 4}" width="${Math.max(bar.value > 0 ? 1 : 0, length(bar.value))}" height="${ROW - 8}" rx="2"/>`,
      (bar.broken ?? 0) > 0 ? `<rect class="bar red" x="${label}" y="${y + 4}" width="${Math.max(2, length(bar.broken!))}" height="${ROW - 8}" rx="2"/>` : "",
      `<text class="soft" x="${label + length(bar.value) + 8}" y="${y + 16}">${escaped(wordsOf(bar))}</text>`,
    ].join("");
  });
  const said = bars.map((bar) => `${bar.label}: ${wordsOf(bar)}`).join("; ");
  return `<figure>${element("figcaption", {}, escaped(caption), ` <span>${escaped(aside)}</span>`)}<svg class="chart" role="img" aria-label="${escaped(`${caption}. ${said}`)}" viewBox="0 0 ${WIDTH} ${bars.length * ROW}" width="${WIDTH}" height="${bars.length * ROW}">${rows.join("")}</svg></figure>`;
}

/** A distribution as bars; `show` writes a value. */
export function distributionChart(caption: string, { samples, median, p95, most, bars }: Distribution, show: (value: number) => string, exact: boolean): string {
  if (samples === 0) return "";
  const aside = `${thousands(samples)} samples, median ${show(median!)}, 95 % within ${show(p95!)}, at most ${show(most!)}`;
  return barChart(caption, aside, bars.map(({ over, upTo, count }) => ({ label: exact ? (upTo - over > 1 ? `more than ${show(over)}` : show(upTo)) : `to ${show(upTo)}`, value: count, words: thousands(count) })));
}

function wordsOf({ words, value }: BarOf): string {
  return words ?? thousands(value);
}
