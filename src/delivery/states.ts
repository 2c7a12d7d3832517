/** Bits of a message's state in one subscription. */
export const PUBLISHED = 1;
export const CONFIRMED = 2;
export const REFUSED = 4;
export const GAVE_UP = 8;
export const EFFECT = 16;
/** A second effect happened. */
export const AGAIN = 32;
export const EXCUSED = 64;

const SIZE = 4096;

/**
 * One byte a message, for ever: a second effect is caught however late (DESIGN 8). Pages of 4,096; one whose messages are
 * all in the same state is replaced by a page that all such pages share, so a long clean run needs next to no memory.
 */
export class States {
  readonly #pages: (Uint8Array | undefined)[] = [];
  readonly #uniform: (Uint8Array | undefined)[] = [];

  get(ordinal: number): number {
    const page = this.#pages[ordinal >>> 12];
    return page === undefined ? 0 : page[ordinal & 4095]!;
  }

  set(ordinal: number, state: number): void {
    const at = ordinal >>> 12;
    let page = this.#pages[at];
    if (page === undefined) {
      while (this.#pages.length < at) this.#pages.push(undefined);
      page = new Uint8Array(SIZE);
      this.#pages[at] = page;
    } else if (page === this.#uniform[page[0]!]) {
      page = page.slice();
      this.#pages[at] = page;
    }
    page[ordinal & 4095] = state;
  }

  /** Shares the page that holds this ordinal when all its messages are in one state. Call when it has gone quiet. */
  share(ordinal: number): void {
    const at = ordinal >>> 12;
    const page = this.#pages[at];
    if (page === undefined || page === this.#uniform[page[0]!]) return;
    const state = page[0]!;
    if (page.some((other) => other !== state)) return;
    this.#pages[at] = this.#uniform[state] ??= page;
  }
}
