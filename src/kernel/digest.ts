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
    first = (((first << 13) | (first >>> 19)) + 0x165667b1) | 0;
    this.#first = first;
    let second = Math.imul(this.#second + word, 0xc2b2ae35);
    second = (second << 17) | (second >>> 15);
    this.#second = second ^ first;
  }

  /** Folds in two words at once: what an output is. The same as two calls of `word`. */
  pair(one: number, two: number): void {
    let first = Math.imul(this.#first ^ one, 0x85ebca6b);
    first = (((first << 13) | (first >>> 19)) + 0x165667b1) | 0;
    let second = Math.imul(this.#second + one, 0xc2b2ae35);
    second = ((second << 17) | (second >>> 15)) ^ first;
    first = Math.imul(first ^ two, 0x85ebca6b);
    this.#first = (((first << 13) | (first >>> 19)) + 0x165667b1) | 0;
    second = Math.imul(second + two, 0xc2b2ae35);
    this.#second = ((second << 17) | (second >>> 15)) ^ this.#first;
  }

  /** Folds in three words at once: what an event is. The same as three calls of `word`. */
  words(one: number, two: number, three: number): void {
    let first = this.#first;
    let second = this.#second;
    first = Math.imul(first ^ one, 0x85ebca6b);
    first = (((first << 13) | (first >>> 19)) + 0x165667b1) | 0;
    second = Math.imul(second + one, 0xc2b2ae35);
    second = ((second << 17) | (second >>> 15)) ^ first;
    first = Math.imul(first ^ two, 0x85ebca6b);
    first = (((first << 13) | (first >>> 19)) + 0x165667b1) | 0;
    second = Math.imul(second + two, 0xc2b2ae35);
    second = ((second << 17) | (second >>> 15)) ^ first;
    first = Math.imul(first ^ three, 0x85ebca6b);
    first = (((first << 13) | (first >>> 19)) + 0x165667b1) | 0;
    second = Math.imul(second + three, 0xc2b2ae35);
    second = ((second << 17) | (second >>> 15)) ^ first;
    this.#first = first;
    this.#second = second;
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
