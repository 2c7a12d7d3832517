/** Most records a trace keeps by default: 40 bytes each, about 80 MB. */
export const TRACE_CAP = 2_000_000;
const CHUNK = 4096;
const FIELDS = 8;

/** One record as read back. `kind` and the meaning of a to d belong to the world (`world/codes.ts`). */
export interface TraceRecord {
  readonly index: number;
  /** Virtual time, µs. */
  readonly at: number;
  /** Number of the event (the pop) during which it happened. */
  readonly event: number;
  readonly kind: number;
  readonly node: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** Number of the earlier event that caused this one, 0 for none. */
  readonly cause: number;
}

/**
 * What happened, as fixed-size records in chunks of typed arrays. Off in campaigns (the digest is not): a failure is run
 * again with the trace on. Texts (log lines, reasons) stand beside it, by index.
 */
export class Trace {
  readonly texts: unknown[] = [];
  length = 0;
  /** True when the cap was reached: what came later is missing. */
  truncated = false;
  /** Whether records of packets say how long these are. */
  readonly sizes: boolean;
  readonly #cap: number;
  readonly #times: Float64Array[] = [];
  readonly #words: Int32Array[] = [];

  constructor(cap: number = TRACE_CAP, sizes: boolean = false) {
    this.#cap = cap;
    this.sizes = sizes;
  }

  /** Appends a record and returns its index, or -1 past the cap. */
  add(at: number, event: number, kind: number, node: number, a: number, b: number, c: number, d: number, cause: number): number {
    const index = this.length;
    if (index >= this.#cap) {
      this.truncated = true;
      return -1;
    }
    const row = index % CHUNK;
    if (row === 0) {
      this.#times.push(new Float64Array(CHUNK));
      this.#words.push(new Int32Array(CHUNK * FIELDS));
    }
    const chunk = this.#words.length - 1;
    this.#times[chunk]![row] = at;
    const words = this.#words[chunk]!;
    const base = row * FIELDS;
    words[base] = event;
    words[base + 1] = kind;
    words[base + 2] = node;
    words[base + 3] = a;
    words[base + 4] = b;
    words[base + 5] = c;
    words[base + 6] = d;
    words[base + 7] = cause;
    this.length = index + 1;
    return index;
  }

  /** Keeps a text or value and returns its index, for a record's field. */
  text(value: unknown): number {
    return this.texts.push(value) - 1;
  }

  /** The record at `index`, as an object. */
  record(index: number): TraceRecord {
    const words = this.#words[Math.floor(index / CHUNK)]!;
    const base = (index % CHUNK) * FIELDS;
    const at = this.#times[Math.floor(index / CHUNK)]![index % CHUNK]!;
    return { index, at, event: words[base]!, kind: words[base + 1]!, node: words[base + 2]!, a: words[base + 3]!, b: words[base + 4]!, c: words[base + 5]!, d: words[base + 6]!, cause: words[base + 7]! };
  }
}
