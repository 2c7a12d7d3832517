/**
 * Typed arrays of one length, cut from one piece of memory: each with memory of its own costs a call to the allocator and a thing to
 * sweep, which together were a twentieth of a short run. Wider ones must be cut first, so that each begins where it may.
 */
export class Columns {
  readonly #memory: ArrayBuffer;
  readonly #length: number;
  #at = 0;

  /** @param length of each column; bytes: of a row, all columns together. */
  constructor(length: number, bytes: number) {
    this.#memory = new ArrayBuffer(length * bytes);
    this.#length = length;
  }

  doubles(): Float64Array {
    return new Float64Array(this.#memory, this.#next(Float64Array.BYTES_PER_ELEMENT), this.#length);
  }

  words(): Int32Array {
    return new Int32Array(this.#memory, this.#next(Int32Array.BYTES_PER_ELEMENT), this.#length);
  }

  halves(): Uint16Array {
    return new Uint16Array(this.#memory, this.#next(Uint16Array.BYTES_PER_ELEMENT), this.#length);
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#memory, this.#next(Uint8Array.BYTES_PER_ELEMENT), this.#length);
  }

  #next(size: number): number {
    const at = this.#at;
    this.#at += size * this.#length;
    return at;
  }
}
