/** Ordinals per page, 32 bytes: a name used for one message in a thousand costs little, and neighbours still lie together. */
const SIZE = 8;
const NONE = -1;
/** Pages there is room for in the beginning. */
const PAGES = 128;

/**
 * Unsigned integers by (name, ordinal), zero until set: every counter of a run in one open-addressing table of small pages.
 * One table, not one for each name: five hundred nodes have tens of thousands of names, most with a message or two. Not a
 * Map: as a sliding window over millions of ordinals it keeps dead tables alive in the old generation (PERFORMANCE.md part F).
 */
export class Counters {
  /** Pages held. */
  held = 0;
  #names = 0;
  /** Page + 1 by hash; 0 where there is none. Never more than half full. */
  #table: Int32Array;
  /** Name and first ordinal / SIZE of each page, side by side; the name of a free page is NONE. */
  #keys: Int32Array;
  #values: Uint32Array;
  readonly #free: number[] = [];
  #used = 0;

  constructor() {
    // One piece of memory for the three, as in Columns.
    const memory = new ArrayBuffer(4 * PAGES * (2 + 2 + SIZE));
    this.#table = new Int32Array(memory, 0, 2 * PAGES);
    this.#keys = new Int32Array(memory, 4 * 2 * PAGES, 2 * PAGES);
    this.#values = new Uint32Array(memory, 4 * 4 * PAGES, PAGES * SIZE);
  }

  /** A new name. */
  name(): number {
    return this.#names++;
  }

  get(name: number, ordinal: number): number {
    const page = this.#find(name, ordinal >>> 3);
    return page === NONE ? 0 : this.#values[page * SIZE + (ordinal & 7)]!;
  }

  /** Sets it and returns what it was. */
  exchange(name: number, ordinal: number, value: number): number {
    // Found first: finding may move the values.
    const at = this.#at(name, ordinal);
    const old = this.#values[at]!;
    this.#values[at] = value;
    return old;
  }

  /** Adds one and returns the result. */
  next(name: number, ordinal: number): number {
    const at = this.#at(name, ordinal);
    return ++this.#values[at]!;
  }

  /** Sets every counter of a name to zero. */
  clear(name: number): void {
    for (let page = 0; page < this.#used; page++) if (this.#keys[page * 2] === name) this.#values.fill(0, page * SIZE, page * SIZE + SIZE);
  }

  /** Shows `visit` each page held: its number, its first and last ordinal, and the sum of its values; drops the page when that returns true. */
  forget(visit: (page: number, first: number, last: number, sum: number) => boolean): void {
    const before = this.held;
    for (let page = 0; page < this.#used; page++) {
      if (this.#keys[page * 2] === NONE) continue;
      let sum = 0;
      for (let at = page * SIZE; at < page * SIZE + SIZE; at++) sum += this.#values[at]!;
      const first = this.#keys[page * 2 + 1]! * SIZE;
      if (!visit(page, first, first + SIZE - 1, sum)) continue;
      this.#keys[page * 2] = NONE;
      this.#values.fill(0, page * SIZE, page * SIZE + SIZE);
      this.#free.push(page);
      this.held--;
    }
    if (this.held < before) this.#index(this.#table.length);
  }

  #find(name: number, group: number): number {
    const mask = this.#table.length - 1;
    for (let at = hash(name, group) & mask; ; at = (at + 1) & mask) {
      const page = this.#table[at]! - 1;
      if (page < 0 || (this.#keys[page * 2 + 1] === group && this.#keys[page * 2] === name)) return page;
    }
  }

  /** Where the value is; makes its page if there is none. */
  #at(name: number, ordinal: number): number {
    const page = this.#find(name, ordinal >>> 3);
    return (page === NONE ? this.#add(name, ordinal >>> 3) : page) * SIZE + (ordinal & 7);
  }

  #add(name: number, group: number): number {
    const page = this.#free.pop() ?? this.#used++;
    if (page * 2 >= this.#keys.length) this.#grow();
    this.#keys[page * 2] = name;
    this.#keys[page * 2 + 1] = group;
    if (++this.held * 2 > this.#table.length) this.#index(this.#table.length * 2);
    else this.#enter(page);
    return page;
  }

  #grow(): void {
    const keys = new Int32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const values = new Uint32Array(this.#values.length * 2);
    values.set(this.#values);
    this.#values = values;
  }

  /** Makes the table anew. */
  #index(size: number): void {
    this.#table = new Int32Array(size);
    for (let page = 0; page < this.#used; page++) if (this.#keys[page * 2] !== NONE) this.#enter(page);
  }

  #enter(page: number): void {
    const mask = this.#table.length - 1;
    let at = hash(this.#keys[page * 2]!, this.#keys[page * 2 + 1]!) & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = page + 1;
  }
}

function hash(name: number, group: number): number {
  const mixed = Math.imul(Math.imul(name, 0x9e3779b1) ^ group, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
