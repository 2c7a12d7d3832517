import type { Digest } from "./digest.ts";
import { hexadecimal } from "./hash.ts";

/** Up to this many events, every event's digest is kept; beyond, at most `THINNED` evenly spaced ones. */
const COMPLETE = 4096;
const THINNED = 256;

/** The digest as it stood after certain events, so that a divergence can be located (DESIGN 5). */
export class Checkpoints {
  /** A checkpoint stands after every event whose number is a multiple of this. */
  every = 1;
  #high: number[] = [];
  #low: number[] = [];

  /** To be called after each event, in order, numbers from 1. */
  record(event: number, digest: Digest): void {
    if (event % this.every !== 0) return;
    this.#high.push(digest.high);
    this.#low.push(digest.low);
    if (this.every === 1 ? this.#high.length > COMPLETE : this.#high.length > THINNED) this.#thin(this.every === 1 ? 32 : 2);
  }

  /** The digests as 16 hexadecimal digits each; entry i stands after event (i + 1) × `every`. */
  get digests(): readonly string[] {
    return this.#high.map((high, index) => hexadecimal(high, this.#low[index]!));
  }

  #thin(factor: number): void {
    this.every *= factor;
    this.#high = this.#high.filter((_, index) => (index + 1) % factor === 0);
    this.#low = this.#low.filter((_, index) => (index + 1) % factor === 0);
  }
}
