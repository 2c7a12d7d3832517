import { LONGEST_DELAY } from "./distribution.ts";
import type { Shape } from "./distribution.ts";
import { exponential, logarithm } from "./logarithm.ts";
import type { Micros } from "./time.ts";

/** Turns uniform chance into delays of one shape. Pure: the same `u` gives the same delay on every engine. */
export interface Sampler {
  /**
   * The delay at the quantile (u + 0.5) / 2^32: whole microseconds, 0 to LONGEST_DELAY, never falling as `u` rises
   * (a lognormal of sigma below 1e-5 may by 1: the last bit of its exponential).
   * @param u 32 bits, read as an unsigned integer; anything else gives a meaningless delay.
   */
  at(u: number): Micros;
  /** What a frozen latency becomes. Whole microseconds. */
  readonly median: Micros;
  /** Microseconds, before rounding; LONGEST_DELAY where theory says more, or that there is none (pareto, alpha <= 1). */
  readonly mean: number;
}

/** The sampler of a shape. One `at` of an exponential costs some 10 ns; of a pareto 45, of a lognormal 70. */
export function sampler(shape: Shape): Sampler {
  switch (shape.shape) {
    case "constant": return new ConstantSampler(shape.value);
    case "uniform": return new UniformSampler(shape.from, shape.to);
    case "exponential": return new ExponentialSampler(shape.mean);
    case "lognormal": return new LognormalSampler(shape.median, shape.sigma);
    case "pareto": return new ParetoSampler(shape.least, shape.alpha);
  }
}

class ConstantSampler implements Sampler {
  readonly median: Micros;
  readonly mean: number;
  constructor(value: Micros) {
    this.median = whole(value);
    this.mean = this.median;
  }
  at(_u: number): Micros {
    return this.median;
  }
}

/** Both ends included. A range of more than 2^32 microseconds (71 minutes) has gaps: 32 bits reach no more values. */
class UniformSampler implements Sampler {
  readonly median: Micros;
  readonly mean: number;
  readonly #from: Micros;
  readonly #step: number;
  constructor(from: Micros, to: Micros) {
    const last = atMost(to);
    this.#from = atMost(from);
    this.#step = (last - this.#from + 1) / TWO_32;
    this.median = this.#from + Math.floor((last - this.#from) / 2);
    this.mean = (this.#from + last) / 2;
  }
  at(u: number): Micros {
    return this.#from + Math.floor((u >>> 0) * this.#step);
  }
}

class ExponentialSampler implements Sampler {
  readonly median: Micros;
  readonly mean: number;
  constructor(mean: Micros) {
    this.mean = atMost(mean);
    this.median = whole(mean * LN2);
  }
  at(u: number): Micros {
    return whole(standardExponential(u) * this.mean);
  }
}

class LognormalSampler implements Sampler {
  readonly median: Micros;
  readonly mean: number;
  readonly #sigma: number;
  constructor(median: Micros, sigma: number) {
    this.median = whole(median);
    this.#sigma = sigma;
    this.mean = atMost(median * exponential((sigma * sigma) / 2));
  }
  at(u: number): Micros {
    return whole(this.median * exponential(this.#sigma * standardNormal(u)));
  }
}

class ParetoSampler implements Sampler {
  readonly median: Micros;
  readonly mean: number;
  readonly #least: Micros;
  readonly #alpha: number;
  constructor(least: Micros, alpha: number) {
    this.#least = least;
    this.#alpha = alpha;
    this.median = whole(least * exponential(LN2 / alpha));
    this.mean = least === 0 ? 0 : alpha <= 1 ? LONGEST_DELAY : atMost((least * alpha) / (alpha - 1));
  }
  at(u: number): Micros {
    return whole(this.#least * exponential(standardExponential(u) / this.#alpha));
  }
}

function whole(time: number): Micros {
  return time < LONGEST_DELAY ? Math.floor(time + 0.5) : LONGEST_DELAY;
}

function atMost(time: number): number {
  return time < LONGEST_DELAY ? time : LONGEST_DELAY;
}

const TWO_32 = 4294967296; // written out: ** is Math.pow, which engines approximate
const PIECES = 2048;
const LN2 = logarithm(2);
/** ln(1 + i / PIECES). Between two entries a straight line is less than 3e-8 below the logarithm. */
const LOGARITHMS: Float64Array = Float64Array.from({ length: PIECES + 1 }, (_, index) => logarithm(1 + index / PIECES));
/** What brings a number with so many leading zeros (of 32) to PIECES or more, below 2 * PIECES: powers of 2, by doubling. */
const SCALES: Float64Array = new Float64Array(33);
for (let zeros = 0, scale = (2 * PIECES) / TWO_32; zeros < SCALES.length; zeros++, scale *= 2) SCALES[zeros] = scale;

/** -ln(1 - (u + 0.5) / 2^32), at most 3e-8 above: 0 to 22.9, mean 1. Hot: one per packet. */
function standardExponential(u: number): number {
  const rest = ~u; // 1 - quantile, exactly, so that the delay rises with u
  const zeros = Math.clz32(rest);
  const place = ((rest >>> 0) + 0.5) * SCALES[zeros]! - PIECES;
  const index = place | 0;
  const low = LOGARITHMS[index]!;
  return (zeros + 1) * LN2 - (low + (place - index) * (LOGARITHMS[index + 1]! - low));
}

/**
 * The standard normal deviate at the quantile (u + 0.5) / 2^32, to about 1e-16: -6.3 to 6.3.
 * PPND16 of M. J. Wichura, Algorithm AS 241: The Percentage Points of the Normal Distribution, Applied Statistics 37 (1988), 477-484.
 * Its third piece, for quantiles below e^-25, is out of reach of 32 bits and left out.
 */
function standardNormal(bits: number): number {
  const u = bits >>> 0;
  const q = (u + 0.5) / TWO_32 - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r
      + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608))
      / (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r
      + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1);
  }
  const tail = ((q < 0 ? u : ~u >>> 0) + 0.5) / TWO_32;
  const r = Math.sqrt(-logarithm(tail)) - 1.6;
  const z = (((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r
    + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734)
    / (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r
    + 0.68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1);
  return q < 0 ? -z : z;
}
