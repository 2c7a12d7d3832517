import type { Counters } from "./counters.ts";
import { hashText, mix } from "./hash.ts";

/**
 * A name whose uses are counted for each message: a packet type in one direction, a timer of a node, a tag, a purpose.
 * (label, message, n) is the key of a packet or a step; its 64-bit hash decides chance. Made of text, never of interned numbers.
 */
export class Label {
  readonly text: string;
  readonly #counters: Counters;
  readonly #name: number;
  readonly #high: number;
  readonly #low: number;

  constructor(text: string, counters: Counters) {
    this.text = text;
    this.#counters = counters;
    this.#name = counters.name();
    this.#high = hashText(text, 0x9747b28c);
    this.#low = hashText(text, 0x3c6ef372);
  }

  /** Counts a use for this message (0: none) and returns its number, from 1. */
  next(message: number): number {
    return this.#counters.next(this.#name, message);
  }

  /** Upper half of the key's hash. */
  high(message: number, nth: number): number {
    return mix(mix(this.#high, message), nth);
  }

  /** Lower half, of different ancestry. */
  low(message: number, nth: number): number {
    return mix(mix(this.#low, nth), message);
  }
}
