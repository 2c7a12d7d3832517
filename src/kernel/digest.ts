import { hexadecimal } from "./hash.ts";

/**
 * A rolling 64-bit hash (2 × 32) of what happened: every pop and every output (DESIGN 5). Always on.
 * Two murmur-like lanes with different multipliers; integers only, so equal on every engine.
 */
export class Digest {
  #first = 0x2545f491;
  #second = 0x6c078965;

  /** Folds in one 32-bit word. */
  word(word: number): void {
    let first = Math.imul(this.#first ^ word, 0x85ebca6b);
    first = (first << 13) | (first >>> 19);
    this.#first = (first + 0x165667b1) | 0;
    let second = Math.imul(this.#second + word, 0xc2b2ae35);
    second = (second << 17) | (second >>> 15);
    this.#second = second ^ first;
  }

  /** Folds in a whole number of any size, a time for example. */
  whole(value: number): void {
    this.word(value | 0);
    this.word(Math.floor(value / 4_294_967_296) | 0);
  }

  get high(): number {
    return this.#first;
  }

  get low(): number {
    return this.#second;
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    return hexadecimal(this.#first, this.#second);
  }
}
