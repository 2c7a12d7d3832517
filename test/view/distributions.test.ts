import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spreadOfCounts, spreadOfTimes } from "../../src/view/distributions.ts";
import type { Tally } from "../../src/search/samples.ts";

const tally = (values: readonly number[]): Tally => {
  const counts: { [value: string]: number } = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

describe("a distribution", () => {
  it("has every sample in one bar, in classes without gaps, whatever the samples are", () => {
    fc.assert(fc.property(fc.array(fc.nat({ max: 5_000_000 }), { maxLength: 60 }), (values) => {
      for (const spread of [spreadOfTimes(tally(values)), spreadOfCounts(tally(values))]) {
        expect(spread.samples).toBe(values.length);
        if (Math.max(0, ...values) > 0) expect(spread.bars.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        for (const [at, { over, upTo }] of spread.bars.entries()) {
          expect(upTo).toBeGreaterThan(over);
          if (at > 0) expect(over).toBe(spread.bars[at - 1]!.upTo);
        }
      }
    }));
  });

  it("tells median and 95th percentile by nearest rank", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 60 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      expect(spreadOfCounts(tally(values))).toMatchObject({ median: sorted[Math.ceil(values.length / 2) - 1], p95: sorted[Math.ceil(values.length * 0.95) - 1], most: sorted.at(-1) });
    }));
  });

  it("of times has classes that end at 1, 2, 5, 10", () => {
    expect(spreadOfTimes({ 3: 1, 12_000: 4 }).bars.map(({ upTo }) => upTo)).toEqual([5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000]);
  });

  it("of counts has a class for each number, and the last takes what is above", () => {
    expect(spreadOfCounts({ 1: 7, 3: 2 }).bars).toEqual([{ over: 0, upTo: 1, count: 7 }, { over: 1, upTo: 2, count: 0 }, { over: 2, upTo: 3, count: 2 }]);
    expect(spreadOfCounts({ 1: 7, 400: 2 }).bars.at(-1)).toEqual({ over: 17, upTo: 400, count: 2 });
  });

  it("of nothing is empty", () => {
    expect(spreadOfTimes({})).toEqual({ samples: 0, median: undefined, p95: undefined, most: undefined, bars: [] });
  });
});
