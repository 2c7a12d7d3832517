import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Digest } from "../../src/kernel/digest.ts";

function digestOf(words: readonly number[]): Digest {
  const digest = new Digest();
  for (const word of words) digest.word(word);
  return digest;
}
const text = (words: readonly number[]): string => digestOf(words).toString();
const word = fc.oneof(fc.nat(3), fc.integer());
const words = fc.array(word, { maxLength: 12 });

describe("Digest", () => {
  it("is 16 hexadecimal digits, the upper half first", () => {
    fc.assert(fc.property(words, (given) => {
      const digest = digestOf(given);
      expect(digest.toString()).toMatch(/^[0-9a-f]{16}$/);
      expect(digest.toString()).toBe([digest.high, digest.low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join(""));
    }), { numRuns: 200, seed: 1 });
  });

  it("depends on every word, on their order and on their number, and takes a word as 32 bits however it is signed", () => {
    fc.assert(fc.property(words, word, fc.nat(), (given, other, at) => {
      const same = text(given);
      expect(text(given)).toBe(same);
      expect(text([...given, other])).not.toBe(same);
      expect(text([...given, 0])).not.toBe(same);
      if (given.length === 0) return;
      const index = at % given.length;
      if ((given[index]! | 0) !== (other | 0)) expect(text(given.with(index, other))).not.toBe(same);
      expect(text(given.with(index, given[index]! >>> 0))).toBe(same);
      const swapped = given.toReversed();
      if (swapped.some((value, place) => (value | 0) !== (given[place]! | 0))) expect(text(swapped)).not.toBe(same);
    }), { numRuns: 500, seed: 2 });
  });

  it("takes two and three words at once as it takes them one by one", () => {
    fc.assert(fc.property(words, word, word, word, (before, one, two, three) => {
      const digest = digestOf(before);
      digest.words(one, two, three);
      digest.pair(three, one);
      expect(digest.toString()).toBe(text([...before, one, two, three, three, one]));
    }), { numRuns: 300, seed: 6 });
  });

  it("tells a hundred thousand runs apart that differ in one small word, in either half alone almost always", () => {
    const whole = new Set<string>();
    const halves = [new Set<number>(), new Set<number>()];
    for (let run = 0; run < 100_000; run++) {
      const digest = digestOf([run & 15, run >>> 4, 7, 7]);
      whole.add(digest.toString());
      halves[0]!.add(digest.high);
      halves[1]!.add(digest.low);
    }
    expect(whole.size).toBe(100_000);
    // Of 100,000 fair draws of 32 bits about 1.2 pairs collide.
    for (const half of halves) expect(half.size).toBeGreaterThan(99_980);
  });
});
