import type { Micros } from "../../kernel/time.ts";

/**
 * Other times for a fault at a time, µs: one in each gap between the steps of a run, but for its own gap, where it would strike just the same;
 * at most so many. The nearest come first, from before and from after by turns.
 * @param times of the steps, in order.
 */
export function timesNear(at: Micros, times: readonly Micros[], most: number): readonly Micros[] {
  const steps = [...new Set(times)];
  // A fault comes before what happens at the same time, so gap i is behind step i - 1, and up to step i.
  const own = steps.findIndex((time) => time >= at);
  const gap = own < 0 ? steps.length : own;
  const middle = (index: number): Micros => {
    const before = steps[index - 1] ?? 0;
    return before + Math.ceil((steps[index]! - before) / 2);
  };
  const near: Micros[] = [];
  for (let distance = 1; distance <= steps.length && near.length < most; distance++) {
    for (const index of [gap - distance, gap + distance]) if (index >= 0 && index < steps.length && near.length < most) near.push(middle(index));
  }
  return near;
}
