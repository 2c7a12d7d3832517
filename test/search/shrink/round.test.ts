import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oneDigit, rounderDurations, rounderTimes, shorter } from "../../../src/search/shrink/round.ts";

const micros = fc.integer({ min: 1, max: 2 ** 40 });

describe("a number a person would write", () => {
  it.each([[3466, 3000], [19_837, 20_000], [95, 100], [7, 7], [1_500_000, 2_000_000]])("for %i, to one digit, is %i", (time, rounded) => expect(oneDigit(time)).toBe(rounded));

  it.each([
    [58_507, [60_000, 59_000, 58_000, 58_500, 58_600]],
    [1_234_567, [1_000_000, 1_200_000, 1_230_000, 1_235_000, 1_234_000, 1_234_600, 1_234_500]],
    [60_000, []], [2_000_000, []], [250_000, [300_000]],
  ])("for the time %i is, roundest first, one of %j", (time, rounded) => expect([...rounderTimes(time)]).toEqual(rounded));

  it.each([[19_837, [20_000, 20_000, 19_900]], [1_114, [2_000, 1_200]], [895, [1_000, 900]], [12, [1_000, 100]], [-1_114, [-2_000, -1_200]], [1_000, []], [0, []]])("for the duration %i is, roundest first, one of %j", (time, rounded) => expect([...rounderDurations(time)]).toEqual(rounded));

  it("comes to an end: what is chosen has rounder numbers before it, and no more of them than the number it took the place of", () => {
    for (const rounder of [rounderTimes, rounderDurations]) {
      fc.assert(fc.property(micros, (time) => {
        const all = [...rounder(time)];
        for (const [index, rounded] of all.entries()) expect([...rounder(rounded)].length).toBeLessThanOrEqual(index + 1);
        for (const rounded of all) expect(Math.abs(rounded - time)).toBeLessThanOrEqual(Math.max(1_000, time));
      }));
    }
  });

  it("shorter than a duration is 1, 2 or 5 of a power of ten, from 1 ms", () => {
    expect(shorter(56_861)).toEqual([1_000, 2_000, 5_000, 10_000, 20_000, 50_000]);
    expect(shorter(1_000)).toEqual([]);
    expect(shorter(500)).toEqual([]);
    fc.assert(fc.property(micros, (time) => {
      for (const [index, one] of shorter(time).entries()) expect(one).toBeLessThan(shorter(time)[index + 1] ?? time);
    }));
  });
});
