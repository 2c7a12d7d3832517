import type { Candidate } from "../strategy.ts";
import type { RunRecord } from "./record.ts";

/** A run whose turn has come. */
export interface Turn {
  readonly index: number;
  readonly candidate: Candidate;
  /** Undefined: it was made elsewhere. */
  readonly record: RunRecord | undefined;
}

/** Runs that were handed out, in their order; they come back in any, and are handed on strictly one after the other. */
export class Order {
  /** Runs that were handed out here and whose turn has not come. */
  out = 0;
  readonly #taken: { readonly index: number; readonly candidate: Candidate; readonly elsewhere: boolean }[] = [];
  readonly #records = new Map<number, RunRecord>();
  readonly #errors = new Map<number, unknown>();

  /** The next run was handed out; or is made elsewhere, and nobody waits for it. */
  take(index: number, candidate: Candidate, elsewhere: boolean): void {
    this.#taken.push({ index, candidate, elsewhere });
    if (!elsewhere) this.out++;
  }

  done(index: number, record: RunRecord): void {
    this.#records.set(index, record);
  }

  /** What it threw is thrown when its turn has come, as if there had been one run after the other. */
  failed(index: number, error: unknown): void {
    this.#errors.set(index, error);
  }

  /** The run whose turn it is threw. */
  get hasFailed(): boolean {
    return this.#errors.size > 0 && this.#taken.length > 0 && this.#errors.has(this.#taken[0]!.index);
  }

  /** The run whose turn it is; undefined while it is not back. @throws what it threw. */
  next(): Turn | undefined {
    const [first] = this.#taken;
    if (first === undefined) return undefined;
    const { index, candidate, elsewhere } = first;
    if (this.#errors.has(index)) throw this.#errors.get(index);
    const record = this.#records.get(index);
    if (!elsewhere && record === undefined) return undefined;
    this.#taken.shift();
    this.#records.delete(index);
    if (!elsewhere) this.out--;
    return { index, candidate, record };
  }

  get isEmpty(): boolean {
    return this.#taken.length === 0;
  }

  /** None that was handed out here waits for its turn. */
  get isElsewhere(): boolean {
    return this.#taken.every(({ elsewhere }) => elsewhere);
  }
}
