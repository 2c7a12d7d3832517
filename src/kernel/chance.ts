import seedrandom from "seedrandom";
import { InputError } from "./errors.ts";
import { finish, hashText, mix } from "./hash.ts";

/** 2^32: a draw `u` is below `probability * WHOLE` with that probability. */
export const WHOLE = 4_294_967_296;

/**
 * Reads a seed as typed. A safe integer converts to its decimal text, so 7 and "7" are one seed.
 * @throws InputError for anything else; an undefined seed would make seedrandom seed itself from the clock.
 */
export function seedText(seed: unknown, where = "seed"): string {
  if (typeof seed === "string" && seed.length > 0 && seed.length <= 200) return seed;
  if (typeof seed === "number" && Number.isSafeInteger(seed)) return String(seed);
  throw new InputError(`${where}: a seed is a text of 1 to 200 characters or a safe integer, not ${typeof seed === "string" ? `one of ${seed.length} characters` : typeof seed === "object" && seed !== null ? "an object" : String(seed)}`);
}

/**
 * Chance keyed by the identity of what it decides, never by call order (DESIGN 5): a draw is a hash of
 * (seed, purpose, key), so taking one decision out of a run leaves every other as it was.
 * seedrandom's alea turns the typed seed into key material; a terminator defeats its key cycling ("1" is not "11").
 */
export class Chance {
  readonly seed: string;
  #first: number;
  #second: number;
  readonly #purposes = new Map<string, Purpose>();

  constructor(seed: string) {
    this.seed = seed;
    [this.#first, this.#second] = materialOf(seed);
  }

  /** From now on draws are those of another seed; what was drawn stays. For asking what else could have come of a moment. */
  reseed(seed: string): void {
    [this.#first, this.#second] = materialOf(seed);
    for (const [name, purpose] of this.#purposes) purpose.rekey(hashText(name, this.#first), hashText(name, this.#second));
  }

  /** The draws of one purpose ("loss", "latency"). Made once, used for every key. */
  purpose(name: string): Purpose {
    let purpose = this.#purposes.get(name);
    if (purpose === undefined) {
      purpose = new Purpose(hashText(name, this.#first), hashText(name, this.#second));
      this.#purposes.set(name, purpose);
    }
    return purpose;
  }
}

function materialOf(seed: string): [number, number] {
  const material = seedrandom.alea(`${seed}\u0000faultline`);
  return [material.int32(), material.int32()];
}

/** Draws for one purpose of one seed. Keys are two hash words, or a text and a number. */
export class Purpose {
  #first: number;
  #second: number;

  constructor(first: number, second: number) {
    this.#first = first;
    this.#second = second;
  }

  /** Makes it the same purpose of another seed. */
  rekey(first: number, second: number): void {
    this.#first = first;
    this.#second = second;
  }

  /** A uniform unsigned 32-bit integer for the key of 64 bits (`high`, `low`). */
  draw(high: number, low: number): number {
    return this.word(high, low) >>> 0;
  }

  /** The same 32 bits as a signed integer, which V8 need not box: what samplers take on hot paths. */
  word(high: number, low: number): number {
    return finish(mix(mix(this.#first, high), low ^ this.#second));
  }

  /** True with the probability `threshold` / WHOLE: whether the draw is below. */
  isBelow(threshold: number, high: number, low: number): boolean {
    return this.word(high, low) >>> 0 < threshold;
  }

  /** The same for a named entity and a count. */
  named(name: string, nth: number): number {
    return this.draw(hashText(name, this.#second), nth);
  }

  /** A uniform integer below `bound` (at most 2^32; bias below 2^-32 × bound). */
  below(bound: number, name: string, nth: number): number {
    return Math.floor((this.named(name, nth) / WHOLE) * bound);
  }
}
