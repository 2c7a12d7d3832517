const LEAST = 64;

/**
 * A set of sequence numbers from 1 that is nearly full from below: what a receiver has seen. A watermark, and a ring of one
 * byte a number for those above it, as far as the highest: a gap that is never filled keeps everything above it.
 */
export class SequenceSet {
  /** All numbers up to this one are in the set. */
  mark = 0;
  /** How many are in the set above the mark: what must be remembered one by one. */
  above = 0;
  #highest = 0;
  #ring: Uint8Array = new Uint8Array(LEAST);

  has(sequence: number): boolean {
    return sequence <= this.mark || (sequence <= this.#highest && this.#ring[sequence & (this.#ring.length - 1)] === 1);
  }

  /** Adds it, and raises the mark as far as it goes without a gap. False when it was there. `sequence`: from 1, below 2^30. */
  add(sequence: number): boolean {
    if (this.has(sequence)) return false;
    if (sequence - this.mark > this.#ring.length) this.#grow(sequence - this.mark);
    if (sequence > this.#highest) this.#highest = sequence;
    const mask = this.#ring.length - 1;
    this.#ring[sequence & mask] = 1;
    this.above++;
    for (let next = this.mark + 1; this.#ring[next & mask] === 1; next++) {
      this.#ring[next & mask] = 0;
      this.mark = next;
      this.above--;
    }
    return true;
  }

  #grow(span: number): void {
    let length = this.#ring.length;
    while (length < span) length *= 2;
    const ring = new Uint8Array(length);
    for (let sequence = this.mark + 1; sequence <= this.#highest; sequence++) ring[sequence & (length - 1)] = this.#ring[sequence & (this.#ring.length - 1)]!;
    this.#ring = ring;
  }
}
