import type { Candidate, Certificate, Outcome, Strategy } from "../strategy.ts";

/** A batch of which outcomes are still to come. */
interface Open {
  readonly n: number;
  /** Number of its first run. */
  readonly first: number;
  readonly size: number;
  readonly outcomes: Outcome[];
}

/**
 * The candidates of a strategy in their order, as early as the rule for batches lets them be known: before batch n is made, the strategy
 * has been told of those up to n - 2, and of no other. So two batches are under way at a time, and what comes does not depend on who
 * runs them, or when.
 */
export class Course {
  readonly #strategy: Strategy;
  readonly #queue: { readonly index: number; readonly candidate: Candidate }[] = [];
  /** Batches that are learned from and not yet told, in order. */
  readonly #open: Open[] = [];
  /** What was certified when each batch had been made, for those not yet told of. */
  readonly #certified: { readonly first: number; readonly certificate: Certificate | undefined }[] = [];
  #certificate: Certificate | undefined;
  #n = 0;
  #made = 0;
  #told = 0;
  #empty = 0;

  constructor(strategy: Strategy) {
    this.#strategy = strategy;
  }

  /** The strategy has nothing left, and everything it proposed was taken. */
  get isOver(): boolean {
    return this.#empty >= 2 && this.#queue.length === 0;
  }

  /** How many can be taken at once. */
  get ready(): number {
    return this.#queue.length;
  }

  /** Whether the outcome of this run is learned from: such a run is needed, wherever the campaign is to begin. */
  learnsFrom(index: number): boolean {
    return this.#strategy.learn !== undefined && index < (this.#strategy.learnsFirst ?? Infinity);
  }

  /** What was certified as far as it has been told; whatever was made ahead. */
  get certificate(): Certificate | undefined {
    return this.isOver && this.#told === this.#made ? this.#strategy.certificate : this.#certificate;
  }

  /** The next candidate; undefined while outcomes are needed first, or when there is none. */
  next(): { readonly index: number; readonly candidate: Candidate } | undefined {
    while (this.#queue.length === 0 && this.#empty < 2 && this.#mayMake) this.#make();
    return this.#queue.shift();
  }

  /** The outcome of the next run, in the order of the candidates; undefined where nobody learns from it. */
  told(outcome: Outcome | undefined): void {
    const index = this.#told++;
    while (this.#certified.length > 0 && this.#certified[0]!.first <= index) this.#certificate = this.#certified.shift()!.certificate;
    if (this.learnsFrom(index)) this.#open.find(({ first, size }) => index >= first && index < first + size)!.outcomes.push(outcome!);
  }

  get #mayMake(): boolean {
    const open = this.#open.find(({ size, outcomes }) => outcomes.length < size);
    return open === undefined || open.n >= this.#n - 1;
  }

  #make(): void {
    while (this.#open.length > 0 && this.#open[0]!.n <= this.#n - 2) {
      const { n, outcomes } = this.#open.shift()!;
      this.#strategy.learn!(n, outcomes);
    }
    const n = this.#n++;
    const batch = this.#strategy.batch(n);
    this.#empty = batch.length === 0 ? this.#empty + 1 : 0;
    if (this.learnsFrom(this.#made)) this.#open.push({ n, first: this.#made, size: batch.length, outcomes: [] });
    if (batch.length > 0) this.#certified.push({ first: this.#made, certificate: this.#strategy.certificate });
    for (const candidate of batch) this.#queue.push({ index: this.#made++, candidate });
  }
}
