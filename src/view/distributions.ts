import type { Tally } from "../search/samples.ts";

/** How values are spread: a bar for each class, and what a reader asks first. */
export interface Distribution {
  readonly samples: number;
  /** By nearest rank, of the values as they were tallied; undefined without a sample. */
  readonly median: number | undefined;
  readonly p95: number | undefined;
  readonly most: number | undefined;
  /** In order, without gaps: a class that nothing fell into is there too. */
  readonly bars: readonly Bar[];
}

/** Values above `over`, up to `upTo`. */
export interface Bar {
  readonly over: number;
  readonly upTo: number;
  readonly count: number;
}

/** So many bars; what lies above the last class is in it. */
const BARS = 18;

/** Times: classes end at 1, 2, 5, 10, ... of a unit, as on a logarithmic scale. */
export function spreadOfTimes(tally: Tally): Distribution {
  const values = valuesOf(tally);
  const ends: number[] = [];
  const most = values.at(-1)?.value ?? 0;
  for (let unit = 1; (ends.at(-1) ?? 0) < most; unit *= 10) for (const step of [1, 2, 5]) if ((ends.at(-1) ?? 0) < most) ends.push(step * unit);
  const first = ends.findIndex((end) => end >= (values[0]?.value ?? 0));
  return spread(values, ends.slice(Math.max(0, first)), ends[first - 1] ?? 0);
}

/** Counts: a class for each number, as long as there are not too many. */
export function spreadOfCounts(tally: Tally): Distribution {
  const values = valuesOf(tally);
  const most = values.at(-1)?.value ?? 0;
  return spread(values, Array.from({ length: Math.min(BARS, most) }, (_, at) => (at === BARS - 1 ? most : at + 1)), 0);
}

function spread(values: readonly { readonly value: number; readonly count: number }[], ends: readonly number[], over: number): Distribution {
  const samples = values.reduce((sum, { count }) => sum + count, 0);
  const rank = (percent: number): number | undefined => {
    let left = Math.ceil((percent * samples) / 100);
    return values.find(({ count }) => (left -= count) <= 0)?.value;
  };
  const bars = ends.map((upTo, at): Bar => {
    const from = ends[at - 1] ?? over;
    return { over: from, upTo, count: values.reduce((sum, { value, count }) => (value > from && value <= upTo ? sum + count : sum), 0) };
  });
  // A value of nothing belongs to the first class.
  const none = values.find(({ value }) => value === 0)?.count ?? 0;
  const counted = none > 0 && bars[0] !== undefined && bars[0].over === 0 ? [{ ...bars[0], count: bars[0].count + none }, ...bars.slice(1)] : bars;
  return { samples, median: rank(50), p95: rank(95), most: values.at(-1)?.value, bars: counted };
}

function valuesOf(tally: Tally): readonly { readonly value: number; readonly count: number }[] {
  return Object.entries(tally).map(([value, count]) => ({ value: Number(value), count })).sort((a, b) => a.value - b.value);
}
