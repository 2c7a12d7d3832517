const SIZE = 4096;

/** By ordinal, a number from 0 to 2^32 - 2: pages of 4,096, made when they are needed. */
export class Column {
  readonly #pages = new Map<number, Uint32Array>();

  /** Undefined where none was set. */
  get(ordinal: number): number | undefined {
    const kept = this.#pages.get(ordinal >>> 12)?.[ordinal & (SIZE - 1)] ?? 0;
    return kept === 0 ? undefined : kept - 1;
  }

  set(ordinal: number, value: number): void {
    let page = this.#pages.get(ordinal >>> 12);
    if (page === undefined) this.#pages.set(ordinal >>> 12, (page = new Uint32Array(SIZE)));
    page[ordinal & (SIZE - 1)] = value + 1;
  }
}
