import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_DELAY, parseDistribution, printDistribution } from "../../src/kernel/distribution.ts";
import type { Distribution, Shape } from "../../src/kernel/distribution.ts";
import { InputError } from "../../src/kernel/errors.ts";
import { sampler } from "../../src/kernel/sampler.ts";

const FORMS = 'write a duration such as "5ms", or constant(value), uniform(from, to), exponential(mean), lognormal(median, sigma), pareto(least, alpha)';

function messageOf(written: unknown): string {
  try {
    parseDistribution(written, "network.latency");
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  return "accepted";
}

const delay = fc.oneof(fc.integer({ min: 0, max: LONGEST_DELAY }), fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 5_000 }).map((ms) => ms * 1_000));
const shapes: fc.Arbitrary<Shape> = fc.oneof(
  delay.map((value): Shape => ({ shape: "constant", value })),
  fc.tuple(delay, delay).map(([a, b]): Shape => ({ shape: "uniform", from: Math.min(a, b), to: Math.max(a, b) })),
  delay.map((mean): Shape => ({ shape: "exponential", mean })),
  fc.tuple(delay, fc.double({ min: 0, max: 10, minExcluded: true, noNaN: true })).map(([median, sigma]): Shape => ({ shape: "lognormal", median, sigma })),
  fc.tuple(delay, fc.double({ min: 0.05, max: 100, noNaN: true })).map(([least, alpha]): Shape => ({ shape: "pareto", least, alpha })),
);

describe("parseDistribution", () => {
  it.each<[Distribution, Shape]>([
    [5_000, { shape: "constant", value: 5_000 }],
    [0, { shape: "constant", value: 0 }],
    [-0, { shape: "constant", value: 0 }],
    ["5ms", { shape: "constant", value: 5_000 }],
    [" 1.5s ", { shape: "constant", value: 1_500_000 }],
    ["constant(5ms)", { shape: "constant", value: 5_000 }],
    ["uniform(1ms, 9ms)", { shape: "uniform", from: 1_000, to: 9_000 }],
    ["exponential(5ms)", { shape: "exponential", mean: 5_000 }],
    [" exponential ( 5000 ) ", { shape: "exponential", mean: 5_000 }],
    ["lognormal(5ms,1)", { shape: "lognormal", median: 5_000, sigma: 1 }],
    ["pareto(1ms, 1.5)", { shape: "pareto", least: 1_000, alpha: 1.5 }],
    [{ shape: "constant", value: "5ms" }, { shape: "constant", value: 5_000 }],
    [{ shape: "uniform", to: "9ms", from: 1_000 }, { shape: "uniform", from: 1_000, to: 9_000 }],
    [{ shape: "exponential", mean: "5ms" }, { shape: "exponential", mean: 5_000 }],
    [{ shape: "lognormal", median: "5ms", sigma: 10 }, { shape: "lognormal", median: 5_000, sigma: 10 }],
    [{ shape: "pareto", least: "1ms", alpha: "1.5" }, { shape: "pareto", least: 1_000, alpha: 1.5 }],
  ])("reads %j", (written, shape) => {
    expect(parseDistribution(written, "network.latency")).toEqual(shape);
  });

  it.each<[unknown, string]>([
    [undefined, `network.latency: undefined is not a distribution; ${FORMS}`],
    [null, `network.latency: null is not a distribution; ${FORMS}`],
    [true, `network.latency: true is not a distribution; ${FORMS}`],
    [["5ms"], `network.latency: a list is not a distribution; ${FORMS}`],
    [() => 5, `network.latency: a function is not a distribution; ${FORMS}`],
    ["", `network.latency: "" is not a distribution; known: constant, uniform, exponential, lognormal, pareto (${FORMS})`],
    ["fast", `network.latency: "fast" is not a distribution; known: constant, uniform, exponential, lognormal, pareto (${FORMS})`],
    ["exponental(5ms)", `network.latency: "exponental(5ms)" is not a distribution; did you mean "exponential"? (${FORMS})`],
    ["Pareto(1ms, 2)", `network.latency: "Pareto(1ms, 2)" is not a distribution; did you mean "pareto"? (${FORMS})`],
    ["exponential", 'network.latency: "exponential" lacks its parameters; write exponential(mean)'],
    ["exponential(5ms", 'network.latency: "exponential(5ms" lacks its parameters; write exponential(mean)'],
    ["exponential()", 'network.latency: "exponential()" has 0 parameters instead of 1; write exponential(mean)'],
    ["uniform(1ms)", 'network.latency: "uniform(1ms)" has 1 parameter instead of 2; write uniform(from, to)'],
    ["pareto(1ms, 2, 3)", 'network.latency: "pareto(1ms, 2, 3)" has 3 parameters instead of 2; write pareto(least, alpha)'],
    ["uniform(9ms, 1ms)", "network.latency: from 9ms lies beyond to 1ms; write uniform(1ms, 9ms)"],
    ["exponential(5\nparsecs)", 'network.latency.mean: "5\\nparsecs" is not a duration; write microseconds, or "250us", "5ms", "1.5s", "2m", "1h" (12 days at most)'],
    ["-5ms", 'network.latency: "-5ms" is negative; a delay is 0 or more'],
    [-1, "network.latency: -1 is negative; a delay is 0 or more"],
    [Number.NaN, 'network.latency: NaN is not a duration; write microseconds, or "250us", "5ms", "1.5s"'],
    ["exponential(-1ms)", 'network.latency.mean: "-1ms" is negative; a delay is 0 or more'],
    ["100h", 'network.latency: "100h" is too long for a delay; 76h at most'],
    ["lognormal(5ms, 0)", 'network.latency.sigma: "0" is out of range; write a number above 0, at most 10'],
    ["lognormal(5ms, 10.1)", 'network.latency.sigma: "10.1" is out of range; write a number above 0, at most 10'],
    ["pareto(1ms, 0.04)", 'network.latency.alpha: "0.04" is out of range; write a number from 0.05 to 100'],
    ["pareto(1ms, 5ms)", 'network.latency.alpha: "5ms" is out of range; write a number from 0.05 to 100'],
    [{}, `network.latency.shape: missing; ${FORMS}`],
    [{ shape: 7 }, `network.latency.shape: 7 is not a shape; ${FORMS}`],
    [{ shape: "unifrom" }, `network.latency.shape: "unifrom" is not a shape; did you mean "uniform"? (${FORMS})`],
    [{ shape: "toString" }, `network.latency.shape: "toString" is not a shape; known: constant, uniform, exponential, lognormal, pareto (${FORMS})`],
    [{ shape: "exponential" }, "network.latency.mean: missing; write exponential(mean)"],
    [{ shape: "uniform", from: 1, too: 2 }, 'network.latency: "too" is not a parameter of uniform(from, to); did you mean "to"?'],
    [{ shape: "exponential", mean: {} }, 'network.latency.mean: an object is not a duration; write microseconds, or "250us", "5ms", "1.5s"'],
    [{ shape: "pareto", least: 1, alpha: Number.NaN }, "network.latency.alpha: NaN is out of range; write a number from 0.05 to 100"],
  ])("refuses %j in one line that says what is right", (written, message) => {
    expect(messageOf(written)).toBe(message);
    expect(message).not.toContain("\n");
  });

  it("reads back what printDistribution writes, and the shape itself", () => {
    fc.assert(fc.property(shapes, (shape) => {
      expect(parseDistribution(printDistribution(shape), "x")).toEqual(shape);
      expect(parseDistribution(shape, "x")).toEqual(shape);
    }), { numRuns: 2_000 });
  });

  it("never fails otherwise than with a one-line InputError", () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true }), (written) => {
      expect(messageOf(written)).not.toContain("\n");
    }), { numRuns: 2_000 });
  });
});

const TOP = 2 ** 32 - 1;
/** A golden-ratio walk: equidistributed, and every residue of the 32 bits occurs. */
function* grid(count: number): Generator<number> {
  for (let index = 0, u = 0; index < count; index++, u = (u + 0x9e3779b9) >>> 0) yield u;
}

describe("sampler", () => {
  const read = (text: string): ReturnType<typeof sampler> => sampler(parseDistribution(text, "test"));
  const quantile = (text: string, p: number): number => read(text).at(Math.floor(p * 2 ** 32));

  it.each<[string, number, number, number]>([ // mean, median, and the tolerance of the mean (relative)
    ["constant(5ms)", 5_000, 5_000, 0],
    ["uniform(1ms, 9ms)", 5_000, 5_000, 1e-4],
    ["exponential(5ms)", 5_000, 5_000 * Math.LN2, 1e-3],
    ["exponential(1h)", 3.6e9, 3.6e9 * Math.LN2, 1e-3],
    ["lognormal(5ms, 1)", 5_000 * Math.exp(0.5), 5_000, 2e-3],
    ["lognormal(1s, 0.25)", 1e6 * Math.exp(1 / 32), 1e6, 1e-3],
    ["pareto(1ms, 3)", 1_500, 1_000 * Math.cbrt(2), 2e-3],
  ])("%s has its mean and median", (text, mean, median, tolerance) => {
    const one = read(text);
    const samples = [...grid(200_000)].map((u) => one.at(u)).sort((a, b) => a - b);
    const found = samples.reduce((sum, value) => sum + value, 0) / samples.length;
    expect(one.mean).toBeCloseTo(mean, 6);
    expect(Math.abs(found / mean - 1)).toBeLessThanOrEqual(tolerance);
    expect(one.median).toBe(Math.round(median));
    expect(Math.abs(samples[100_000]! / median - 1)).toBeLessThan(1e-3);
  });

  it.each([0.000_01, 0.001, 0.02, 0.1, 0.3, 0.5, 0.75, 0.9, 0.99, 0.999_9])("the quantile %d is theory's", (wanted) => {
    const p = (Math.floor(wanted * 2 ** 32) + 0.5) / 2 ** 32;
    const near = (found: number, theory: number): void => expect(Math.abs(found - theory)).toBeLessThan(0.51 + theory * 1e-7);
    near(quantile("exponential(10s)", p), -Math.log(1 - p) * 1e7 + 0.15); // the table lies up to 0.3 us above
    near(quantile("pareto(1s, 2)", p), 1e6 / Math.sqrt(1 - p));
    near(quantile("uniform(0, 1s)", p), p * 1e6 - 0.5);
  });

  it.each([[0.975, 1.959963984540054], [0.5, 0], [0.84134474606854293, 1], [0.998650101968369905, 3], [0.001349898031630094, -3], [0.000_01, -4.264890793922825], [0.1, -1.2815515655446004]])(
    "the normal deviate at %d is %d",
    (p, z) => {
      const found = Math.log(quantile("lognormal(1s, 0.5)", p) / 1e6) / 0.5;
      expect(Math.abs(found - z)).toBeLessThan(3e-5); // the microsecond's rounding
    },
  );

  it("gives both ends of a uniform, and each of few values equally often", () => {
    expect([0, TOP].map((u) => read("uniform(1ms, 9ms)").at(u))).toEqual([1_000, 9_000]);
    const die = read("uniform(1us, 6us)");
    const counts = new Map<number, number>();
    for (const u of grid(60_000)) counts.set(die.at(u), (counts.get(die.at(u)) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(10);
  });

  it("gives whole microseconds from 0 to the cap, rising with u", () => {
    const wide = shapes.filter((shape) => shape.shape !== "lognormal" || shape.sigma > 1e-5);
    const u = fc.oneof(fc.integer({ min: 0, max: TOP }), fc.constantFrom(0, 1, TOP - 1, TOP, 2 ** 31 - 1, 2 ** 31));
    fc.assert(fc.property(wide, u, u, (shape, a, b) => {
      const one = sampler(shape);
      const { median, mean } = one;
      const [low, high] = [one.at(Math.min(a, b)), one.at(Math.max(a, b))];
      for (const value of [low, high, median]) {
        expect(Number.isSafeInteger(value) && value >= 0 && value <= LONGEST_DELAY && !Object.is(value, -0)).toBe(true);
      }
      expect(mean >= 0 && mean <= LONGEST_DELAY).toBe(true);
      expect(low).toBeLessThanOrEqual(high);
      expect(one.at(0)).toBeLessThanOrEqual(median);
      expect(one.at(TOP)).toBeGreaterThanOrEqual(median);
    }), { numRuns: 5_000 });
  });

  it.each(["exponential(1h)", "lognormal(1h, 0.1)", "pareto(1h, 50)"])("%s falls nowhere, neighbour by neighbour, at the seams of its pieces", (text) => {
    const one = read(text);
    const seams = [0, 0.075 * 2 ** 32, 0.5 * 2 ** 32, 0.75 * 2 ** 32, 0.925 * 2 ** 32, TOP - 4_096, ...Array.from({ length: 64 }, (_, piece) => 2 ** 31 + piece * 2 ** 20)];
    const falls: number[] = [];
    for (const seam of seams.map(Math.floor)) {
      for (let u = Math.max(0, seam - 64); u < Math.min(TOP, seam + 4_096); u++) if (one.at(u + 1) < one.at(u)) falls.push(u);
    }
    expect(falls).toEqual([]);
  });

  it("stops at the cap", () => {
    expect(read("pareto(1s, 0.05)").at(TOP)).toBe(LONGEST_DELAY);
    expect(read("lognormal(1s, 10)").at(TOP)).toBe(LONGEST_DELAY);
    expect(read("exponential(76h)").at(TOP)).toBe(LONGEST_DELAY);
    expect(read("pareto(1s, 1)").mean).toBe(LONGEST_DELAY);
    expect(sampler({ shape: "constant", value: 2 ** 45 }).at(0)).toBe(LONGEST_DELAY);
    expect(sampler({ shape: "uniform", from: 2 ** 45, to: 2 ** 46 }).at(TOP)).toBe(LONGEST_DELAY);
  });

  it("gives the same delays on every engine", () => {
    let hash = 0x811c9dc5;
    for (const text of ["uniform(1ms, 9s)", "exponential(5s)", "lognormal(5s, 1)", "pareto(1s, 1.5)"]) {
      const one = read(text);
      for (const u of grid(20_000)) hash = Math.imul(hash ^ one.at(u), 0x01000193);
    }
    expect((hash >>> 0).toString(16)).toBe("ef930a48");
  });
});
