import { hashText, mix } from "./hash.ts";
import { Pages } from "./pages.ts";

/**
 * A name whose uses are counted for each message: a packet type in one direction, a timer of a node, a tag, a purpose.
 * (label, message, n) is the key of a packet or a step; its 64-bit hash decides chance. Made of text, never of interned numbers.
 */
export class Label {
  readonly text: string;
  readonly counts: Pages = new Pages();
  readonly #high: number;
  readonly #low: number;

  constructor(text: string) {
    this.text = text;
    this.#high = hashText(text, 0x9747b28c);
    this.#low = hashText(text, 0x3c6ef372);
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
