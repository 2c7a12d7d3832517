import { describe, expect, it } from "vitest";
import { exponential, logarithm } from "../../src/kernel/logarithm.ts";

const double = new Float64Array(1);
const integer = new BigInt64Array(double.buffer);

/** xorshift32: the test must know its inputs on every engine. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** The double of two words. */
function compose(high: number, low: number): number {
  integer[0] = (BigInt(high) << 32n) | BigInt(low);
  return double[0]!;
}

/** Doubles of random bits: every exponent, infinities and NaN among them. */
function anyDouble(next: () => number): number {
  return compose(next(), next());
}

/** A double whose high word is at most one beside `high`: where a branch of the original begins. */
function beside(high: number, next: () => number): number {
  return compose(high + (next() % 3) - 1, next());
}

function bits(value: number): bigint {
  double[0] = value;
  return integer[0]!;
}

/** The number of representable doubles between two of the same sign. */
function ulps(left: number, right: number): bigint {
  const between = bits(left) - bits(right);
  return Object.is(left, right) ? 0n : between < 0n ? -between : between;
}

/** FNV-1a over the words of the results, high word first whatever the machine, and NaN spelt in one way. */
function fingerprint(values: Iterable<number>): string {
  let hash = 0x811c9dc5;
  for (const value of values) {
    const word = Number.isNaN(value) ? 0x7ff8000000000000n : BigInt.asUintN(64, bits(value));
    for (const half of [word >> 32n, word & 0xffffffffn]) hash = Math.imul(hash ^ Number(half), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

function* times<T>(count: number, make: () => T): Generator<T> {
  for (let index = 0; index < count; index++) yield make();
}

const EDGES = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 5e-324, -5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, Number.MAX_VALUE, Math.SQRT1_2, Math.SQRT2, 2, Math.E, 10, 1 - 2 ** -53, 1 + 2 ** -52, 1 + 2 ** -20, 1 - 2 ** -20];

function logarithmInputs(): number[] {
  const next = chance(20240601);
  const subnormal = (): number => compose(next() & 0x000fffff, next());
  return [
    ...EDGES,
    ...times(60_000, () => anyDouble(next)),
    ...times(10_000, subnormal),
    ...times(20_000, () => (next() + 0.5) / 2 ** 32), // what samplers ask
    ...times(10_000, () => 1 + ((next() >>> 10) / 2 ** 32) * (next() % 2 === 0 ? 1 : -1)), // where terms cancel
    ...[0x3ff6a09c, 0x3ff6147a, 0x3ff6b851, 0x3feffffe, 0x3ff00001, 0x40b6a09c].flatMap((high) => [...times(500, () => beside(high, next))]),
  ];
}

function exponentialInputs(): number[] {
  const next = chance(20240602);
  return [
    ...[0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -708.4, -745, 5e-324, 2 ** -28, -(2 ** -28), 0.34657359027997264, 1.0397207708399179, -1.0397207708399179],
    ...times(20_000, () => (next() / 2 ** 32 - 0.5) * 1500),
    ...times(20_000, () => (next() / 2 ** 32 - 0.5) * 4),
    ...times(10_000, () => -708 - (next() / 2 ** 32) * 38), // results that are subnormal
    ...times(10_000, () => anyDouble(next)),
    ...[0x3fd62e42, 0xbfd62e42, 0x3ff0a2b2, 0xbff0a2b2, 0x3e300000, 0x40862e42, 0xc0874910].flatMap((high) => [...times(500, () => beside(high, next))]),
  ];
}

describe("logarithm", () => {
  // Math.log is an engine's own affair; V8 up to 14.6 was measured to hold fdlibm's code, later sources to hold another.
  const [major, minor] = process.versions.v8.split(".").map(Number) as [number, number];
  const same = major < 14 || (major === 14 && minor <= 6);

  it("is Math.log bit for bit where the engine has fdlibm's, else within 1 ulp", () => {
    const inputs = logarithmInputs();
    expect(inputs.length).toBeGreaterThan(100_000);
    const wrong = inputs.filter((x) => (same ? !Object.is(logarithm(x), Math.log(x)) : ulps(logarithm(x), Math.log(x)) > 1n));
    expect(wrong).toEqual([]);
  });

  it("gives the same bits on every engine", () => {
    expect(fingerprint(logarithmInputs().map(logarithm))).toBe("a3216637");
  });

  it("knows the special values", () => {
    expect([0, -0, 1, Infinity].map(logarithm)).toEqual([-Infinity, -Infinity, 0, Infinity]);
    expect([-1, -5e-324, -Infinity, Number.NaN].map(logarithm)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(logarithm(5e-324)).toBe(-744.4400719213812);
  });
});

describe("exponential", () => {
  it("is within 1 ulp of Math.exp", () => {
    const wrong = exponentialInputs().filter((x) => ulps(exponential(x), Math.exp(x)) > 1n);
    expect(wrong).toEqual([]);
  });

  it("gives the same bits on every engine", () => {
    expect(fingerprint(exponentialInputs().map(exponential))).toBe("18fbba0");
  });

  it("knows the special values", () => {
    expect([0, -0, 1, Infinity, -Infinity, 710, -746, Number.NaN].map(exponential)).toEqual([1, 1, Math.E, Infinity, 0, Infinity, 0, Number.NaN]);
    expect(exponential(-745.1)).toBe(5e-324);
  });

  it("undoes the logarithm", () => {
    for (const x of [1e-300, 0.001, 0.5, 3, 7e11, 1e300]) expect(exponential(logarithm(x)) / x).toBeCloseTo(1, 12);
  });
});
