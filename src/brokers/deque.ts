/** A queue with two ends in a ring: nothing moves when something is taken from the front. */
export class Deque<T> implements Iterable<T> {
  length = 0;
  #head = 0;
  #ring: (T | undefined)[] = new Array<T | undefined>(16).fill(undefined);

  push(value: T): void {
    if (this.length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.length++) & (this.#ring.length - 1)] = value;
  }

  unshift(value: T): void {
    if (this.length === this.#ring.length) this.#grow();
    this.#head = (this.#head - 1) & (this.#ring.length - 1);
    this.#ring[this.#head] = value;
    this.length++;
  }

  /** The first, or undefined when there is none. */
  first(): T | undefined {
    return this.length === 0 ? undefined : this.#ring[this.#head];
  }

  last(): T | undefined {
    return this.length === 0 ? undefined : this.#ring[(this.#head + this.length - 1) & (this.#ring.length - 1)];
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const value = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.length--;
    return value;
  }

  /** Takes one out wherever it is. False when it is not there. */
  delete(value: T): boolean {
    const rest = [...this];
    const at = rest.indexOf(value);
    if (at < 0) return false;
    rest.splice(at, 1);
    this.clear();
    for (const one of rest) this.push(one);
    return true;
  }

  clear(): void {
    this.#ring = new Array<T | undefined>(16).fill(undefined);
    this.#head = 0;
    this.length = 0;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = 0; at < this.length; at++) yield this.#ring[(this.#head + at) & (this.#ring.length - 1)]!;
  }

  #grow(): void {
    const ring = new Array<T | undefined>(this.#ring.length * 2).fill(undefined);
    for (let at = 0; at < this.length; at++) ring[at] = this.#ring[(this.#head + at) & (this.#ring.length - 1)];
    this.#ring = ring;
    this.#head = 0;
  }
}
