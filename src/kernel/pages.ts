/** Ordinals per page. Small enough that a sparse label costs little, large enough that a page table stays short. */
const SIZE = 256;

/**
 * Unsigned integers by ordinal (a message's, from 0), zero until set: a paged array. JavaScript's Map as a sliding window
 * over millions of ordinals keeps dead tables alive in the old generation (PERFORMANCE.md part F); pages are dropped whole.
 */
export class Pages {
  readonly #pages: (Uint32Array | undefined)[] = [];

  get(ordinal: number): number {
    const page = this.#pages[ordinal >>> 8];
    return page === undefined ? 0 : page[ordinal & 255]!;
  }

  set(ordinal: number, value: number): void {
    const at = ordinal >>> 8;
    let page = this.#pages[at];
    if (page === undefined) {
      // Filled from the front: a hole would turn the page table into a dictionary.
      while (this.#pages.length < at) this.#pages.push(undefined);
      page = new Uint32Array(SIZE);
      this.#pages[at] = page;
    }
    page[ordinal & 255] = value;
  }

  /** Adds one and returns the result. */
  next(ordinal: number): number {
    const page = this.#pages[ordinal >>> 8];
    if (page !== undefined) return ++page[ordinal & 255]!;
    this.set(ordinal, 1);
    return 1;
  }

  /** Calls `visit` with the first and last ordinal of each page held, and its values; drops the page when that returns true. Returns how many are left. */
  forget(visit: (first: number, last: number, page: Uint32Array) => boolean): number {
    let left = 0;
    for (let at = 0; at < this.#pages.length; at++) {
      const page = this.#pages[at];
      if (page === undefined) continue;
      if (visit(at * SIZE, at * SIZE + SIZE - 1, page)) this.#pages[at] = undefined;
      else left++;
    }
    return left;
  }
}
