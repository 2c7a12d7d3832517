import { Chance, WHOLE } from "../kernel/chance.ts";
import { exponential, logarithm } from "../kernel/logarithm.ts";

/** A stream of draws for making one candidate: equal seeds, equal candidates. In a run chance is keyed; here order does no harm. */
export class Draws {
  readonly #chance: Chance;
  #nth = 0;

  constructor(seed: string) {
    this.#chance = new Chance(seed);
  }

  /** Uniform from 0 to 1. */
  uniform(): number {
    return this.#chance.purpose("draws").draw(++this.#nth, 0) / WHOLE;
  }

  /** A whole number from 0, below `bound`. */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** A whole number from 1 to `most`, as often of one order of magnitude as of another. */
  logUniform(most: number): number {
    return Math.min(most, Math.max(1, Math.floor(exponential(this.uniform() * logarithm(most + 1)))));
  }

  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }

  /** So many of them, in their order. */
  some<T>(all: readonly T[], many: number): T[] {
    const kept: T[] = [];
    for (const [index, one] of all.entries()) if (this.uniform() * (all.length - index) < many - kept.length) kept.push(one);
    return kept;
  }
}
