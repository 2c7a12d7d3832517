import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finishWork } from "../../../src/search/attempt.ts";
import type { Work } from "../../../src/search/attempt.ts";
import { deleteRuns } from "../../../src/search/shrink/deletion.ts";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What is left, and how many tries it took. */
function deleted(items: readonly number[], will: (kept: readonly number[]) => boolean): { readonly left: readonly number[]; readonly tries: number } {
  let tries = 0;
  function* holds(kept: readonly number[]): Work<boolean> {
    tries++;
    return will(kept);
  }
  return { left: finishWork(deleteRuns(items, holds)), tries };
}

const needing = (needed: readonly number[]) => (kept: readonly number[]): boolean => needed.every((item) => kept.includes(item));
const many = fc.integer({ min: 0, max: 80 }).chain((count) => fc.tuple(fc.constant(count), count === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 10 })));

describe("deletion in runs", () => {
  it("leaves just what is needed, in its order, where leaving out more never helps", () => {
    fc.assert(fc.property(many, ([count, needed]) => {
      expect(deleted(upTo(count), needing(needed)).left).toEqual([...needed].sort((a, b) => a - b));
    }));
  });

  it("leaves what will do, whatever the rule; each it has left could not go when its turn came", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 12 }), fc.func(fc.boolean()), (count, rule) => {
      const will = (kept: readonly number[]): boolean => kept.length === count || rule(...kept);
      const { left } = deleted(upTo(count), will);
      expect(will(left)).toBe(true);
      expect(left).toEqual(upTo(count).filter((item) => left.includes(item)));
    }));
  });

  it("takes one try for nothing, about two logarithms for one item, and about a try each for many that stand together", () => {
    expect(deleted(upTo(80), needing([])).tries).toBe(1);
    for (const one of upTo(80)) expect(deleted(upTo(80), needing([one])).tries).toBeLessThanOrEqual(1 + 7 + 7);
    expect(deleted(upTo(80), needing(upTo(80))).tries).toBeLessThanOrEqual(80 + 7 + 1);
    fc.assert(fc.property(many, ([count, needed]) => {
      expect(deleted(upTo(count), needing(needed)).tries).toBeLessThanOrEqual(1 + 7 + needed.length * 9);
    }));
  });
});
