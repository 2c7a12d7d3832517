import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Chance, seedText, WHOLE } from "../../src/kernel/chance.ts";
import { Counters } from "../../src/kernel/counters.ts";
import { InputError } from "../../src/kernel/errors.ts";
import { Label } from "../../src/kernel/label.ts";

const TOP = 2 ** 32 - 1;
const PUBLISH = new Label("p1>broker publish", new Counters());
const half = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const seed = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.nat().map(String));

/** Pearson's statistic of draws of 32 bits in equal cells, by their upper or lower bits. */
function chiSquare(draws: readonly number[], cells: number, bits: "upper" | "lower"): number {
  const counts = new Array<number>(cells).fill(0);
  for (const draw of draws) counts[bits === "upper" ? Math.floor((draw / WHOLE) * cells) : draw % cells]!++;
  const expected = draws.length / cells;
  return counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
}

/** Chi-square of 63 degrees of freedom has the mean 63 and the deviation 11: uniform draws stay within but once in some ten million. */
function expectUniform(draws: readonly number[]): void {
  for (const bits of ["upper", "lower"] as const) {
    const statistic = chiSquare(draws, 64, bits);
    expect(statistic).toBeLessThan(130);
    expect(statistic).toBeGreaterThan(20);
  }
}

/** How often two sequences of coins agree. */
function agreement(left: readonly number[], right: readonly number[]): number {
  return left.filter((draw, index) => draw >>> 31 === right[index]! >>> 31).length / left.length;
}

describe("keyed chance", () => {
  it("gives a key its draw whatever else was drawn before, and whoever asked for the purpose first", () => {
    fc.assert(fc.property(seed, fc.uniqueArray(fc.tuple(fc.constantFrom("loss", "latency", "copy latency"), half, half), { minLength: 1, maxLength: 20 }), fc.array(fc.nat()), (typed, keys, order) => {
      const first = new Chance(typed);
      const expected = keys.map(([purpose, high, low]) => first.purpose(purpose).draw(high, low));
      const again = new Chance(typed);
      const shuffled = keys.map((_, index) => index).sort((x, y) => (order[x] ?? x) - (order[y] ?? y));
      for (const index of [...shuffled, ...shuffled]) {
        const [purpose, high, low] = keys[index]!;
        expect(again.purpose(purpose).draw(high, low)).toBe(expected[index]);
      }
      for (const draw of expected) expect(Number.isInteger(draw) && draw >= 0 && draw <= TOP).toBe(true);
    }), { numRuns: 200, seed: 4 });
  });

  it("draws anew for another purpose, another seed, another name and another count", () => {
    const keys = Array.from({ length: 4_096 }, (_, nth) => nth);
    const draws = (typed: string, purpose: string, name: string): number[] => keys.map((nth) => new Chance(typed).purpose(purpose).named(name, nth));
    const base = draws("1", "loss", "p1");
    for (const other of [draws("1", "duplicate", "p1"), draws("11", "loss", "p1"), draws("111", "loss", "p1"), draws("1/1", "loss", "p1"), draws("1", "loss", "p11"), draws("1", "loss", "p2"), base.slice(1).concat(0)]) {
      expect(other.filter((draw, index) => draw === base[index]).length).toBeLessThan(2);
      // Half of 4,096 fair coins, give or take 5 deviations.
      expect(Math.abs(agreement(base, other) - 0.5)).toBeLessThan(0.04);
    }
  });

  it("tells seeds apart that repeat each other or differ by what alea would cycle over", () => {
    const seeds = ["1", "11", "111", "1111", "2", "a", "aa", "ab", "abab", "1/1", "1/11", "11/1", " 1", "1 ", "\u0000", "1\u0000faultline", "x".repeat(200)];
    const draws = seeds.map((typed) => new Chance(typed).purpose("loss").draw(1, 2));
    expect(new Set(draws).size).toBe(seeds.length);
  });

  it.each<[string, (purpose: ReturnType<Chance["purpose"]>, index: number) => number]>([
    ["consecutive counts of one name", (purpose, index) => purpose.named("p1>broker publish", index)],
    ["names like node17", (purpose, index) => purpose.named(`node${index}`, 1)],
    ["consecutive ordinals of one packet label", (purpose, index) => purpose.draw(PUBLISH.high(index, 1), PUBLISH.low(index, 1))],
    ["repetitions of one packet", (purpose, index) => purpose.draw(PUBLISH.high(7, index), PUBLISH.low(7, index))],
    ["ordinals and repetitions together", (purpose, index) => purpose.draw(PUBLISH.high(index >>> 3, index & 7), PUBLISH.low(index >>> 3, index & 7))],
  ])("is uniform over %s", (_name, draw) => {
    for (const typed of ["1", "2", "S/17"]) {
      const purpose = new Chance(typed).purpose("latency");
      const draws = Array.from({ length: 32_768 }, (_, index) => draw(purpose, index));
      expectUniform(draws);
      // Neighbours do not know each other.
      expect(Math.abs(agreement(draws.slice(1), draws.slice(0, -1)) - 0.5)).toBeLessThan(0.015);
    }
  });

  it("is uniform over campaigns: one packet's draw from seed to seed", () => {
    expectUniform(Array.from({ length: 32_768 }, (_, index) => new Chance(`S/${index}`).purpose("loss").draw(PUBLISH.high(1, 1), PUBLISH.low(1, 1))));
  });

  it("draws below a bound, every value about equally often", () => {
    const purpose = new Chance("1").purpose("test");
    const counts = new Array<number>(10).fill(0);
    for (let nth = 0; nth < 20_000; nth++) counts[purpose.below(10, "die", nth)]!++;
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(220);
    expect([0, 1, 2].map((nth) => purpose.below(1, "die", nth))).toEqual([0, 0, 0]);
  });
});

describe("a seed", () => {
  it("that is missing does not turn into one from the clock", () => {
    expect(() => new Chance(seedText(undefined))).toThrow(InputError);
    expect(new Chance("undefined").purpose("loss").draw(1, 1)).toBe(new Chance("undefined").purpose("loss").draw(1, 1));
  });

  it("is a text or a safe integer, which is the same as its digits", () => {
    expect([seedText("1"), seedText(1), seedText(-7), seedText("S/12"), seedText(" "), seedText(Number.MAX_SAFE_INTEGER)]).toEqual(["1", "1", "-7", "S/12", " ", "9007199254740991"]);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined], ["null", null], ["NaN", Number.NaN], ["Infinity", Infinity], ["a fraction", 1.5], ["an integer beyond the safe ones", 2 ** 53], ["the empty text", ""], ["a text of 201 characters", "x".repeat(201)],
    ["true", true], ["an object", {}], ["an array", ["1"]], ["a bigint", 10n], ["a symbol", Symbol("seed")], ["a function", () => 1],
  ])("is refused when it is %s, in one line that names the place", (_name, written) => {
    expect(() => seedText(written, "scenario.seed")).toThrow(InputError);
    expect(() => seedText(written, "scenario.seed")).toThrow(/^scenario\.seed: a seed is a text of 1 to 200 characters or a safe integer, not [^\n]+$/);
  });
});

describe("chance that is seeded anew", () => {
  it("draws as the other seed would, in purposes made before and after", () => {
    fc.assert(fc.property(seed, seed, half, half, (first, second, high, low) => {
      const [chance, other] = [new Chance(first), new Chance(second)];
      const before = chance.purpose("latency");
      chance.reseed(second);
      expect(before.draw(high, low)).toBe(other.purpose("latency").draw(high, low));
      expect(chance.purpose("drop").draw(high, low)).toBe(other.purpose("drop").draw(high, low));
    }));
  });
});
