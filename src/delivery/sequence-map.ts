const LEAST = 64;

/**
 * A map whose keys are ordinals or sequence numbers that come and go roughly in order: what is unconfirmed, unacknowledged,
 * in flight. A ring over the span from its lowest key to its highest, 8 bytes a number of the span, so one key that stays for
 * ever keeps everything above it; where that can happen, take a Map. As a sliding window over many messages it is several times
 * as fast as a Map and leaves no dead tables behind (PERFORMANCE.md part F).
 */
export class SequenceMap<T extends {} | null> {
  size = 0;
  /** Lowest key held; with `#to`, one past the highest. Equal when empty. */
  #from = 0;
  #to = 0;
  #ring: (T | undefined)[] = new Array<T | undefined>(LEAST).fill(undefined);

  /** The lowest key held; undefined when there is none. */
  get lowest(): number | undefined {
    return this.size === 0 ? undefined : this.#from;
  }

  get(key: number): T | undefined {
    return key >= this.#from && key < this.#to ? this.#ring[key & (this.#ring.length - 1)] : undefined;
  }

  has(key: number): boolean {
    return this.get(key) !== undefined;
  }

  /** `key`: a whole number from 0, below 2^30. */
  set(key: number, value: T): void {
    if (this.#from === this.#to) {
      this.#from = key;
      this.#to = key;
    }
    const from = key < this.#from ? key : this.#from;
    const to = key < this.#to ? this.#to : key + 1;
    if (to - from > this.#ring.length) this.#grow(to - from);
    this.#from = from;
    this.#to = to;
    const at = key & (this.#ring.length - 1);
    if (this.#ring[at] === undefined) this.size++;
    this.#ring[at] = value;
  }

  /** True when it was there. */
  delete(key: number): boolean {
    if (!this.has(key)) return false;
    const mask = this.#ring.length - 1;
    this.#ring[key & mask] = undefined;
    this.size--;
    while (this.#from < this.#to && this.#ring[this.#from & mask] === undefined) this.#from++;
    while (this.#to > this.#from && this.#ring[(this.#to - 1) & mask] === undefined) this.#to--;
    return true;
  }

  /** In ascending order of keys, not of insertion. */
  *entries(): Generator<readonly [key: number, value: T]> {
    for (let key = this.#from; key < this.#to; key++) {
      const value = this.get(key);
      if (value !== undefined) yield [key, value];
    }
  }

  #grow(span: number): void {
    let length = this.#ring.length;
    while (length < span) length *= 2;
    const ring = new Array<T | undefined>(length).fill(undefined);
    for (const [key, value] of this.entries()) ring[key & (length - 1)] = value;
    this.#ring = ring;
  }
}
