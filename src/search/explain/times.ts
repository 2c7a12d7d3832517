import type { Micros } from "../../kernel/time.ts";

/**
 * Other times for a fault at a time, µs, from each gap between the steps of a run but its own, where it would mostly strike just the same;
 * at most so many. The nearest come first, from before and from after by turns: the ends of the gaps, so that a short fault meets a
 * step, then the middles.
 * @param times of the steps, in order.
 */
export function timesNear(at: Micros, times: readonly Micros[], most: number): readonly Micros[] {
  const steps = [...new Set(times)];
  // A fault comes before what happens at the same time, so gap i is behind step i - 1, and up to step i.
  const own = steps.findIndex((time) => time >= at);
  const gaps = around(own < 0 ? steps.length : own, steps.length, most);
  const middle = (gap: number): Micros => {
    const before = steps[gap - 1] ?? 0;
    return before + Math.ceil((steps[gap]! - before) / 2);
  };
  return [...new Set([...gaps.map((gap) => steps[gap]!), ...gaps.map(middle)])].slice(0, most);
}

/** The places below `count` around one of them, the nearest first, at most so many. */
function around(place: number, count: number, most: number): readonly number[] {
  const near: number[] = [];
  for (let distance = 1; distance <= count && near.length < most; distance++) near.push(...[place - distance, place + distance].filter((one) => one >= 0 && one < count));
  return near.slice(0, most);
}
