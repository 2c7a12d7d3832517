import type { Candidate, Outcome, Strategy } from "./strategy.ts";

/** A candidate on loan, to be given back as an outcome. */
export interface Loan {
  readonly arm: Arm;
  /** The arm's own batch that it is of. */
  readonly batch: number;
  readonly candidate: Candidate;
}

/** A strategy within a portfolio: hands out its candidates one by one, learns when a batch of its own is complete, and remembers what it paid. */
export class Arm {
  readonly strategy: Strategy;
  readonly #queue: Loan[] = [];
  readonly #open = new Map<number, { left: number; readonly outcomes: Outcome[] }>();
  #next = 0;
  #ended = false;
  #runs = 0;
  #paid = 0;

  constructor(strategy: Strategy) {
    this.strategy = strategy;
  }

  /** Nothing more will come: it had nothing to try though it had been told everything. */
  get isExhausted(): boolean {
    return this.#ended;
  }

  /** What it has paid a run, from 0 to 1 and beyond; 1 while that is not known. */
  get payoff(): number {
    return this.#runs < 8 ? 1 : this.#paid / this.#runs;
  }

  /** At most so many candidates; fewer while it waits for outcomes. */
  take(most: number): readonly Loan[] {
    while (this.#queue.length < most) {
      const batch = this.#next++;
      const candidates = this.strategy.batch(batch);
      if (candidates.length === 0) {
        this.#ended = this.#open.size === 0;
        break;
      }
      this.#open.set(batch, { left: candidates.length, outcomes: [] });
      this.#queue.push(...candidates.map((candidate) => ({ arm: this, batch, candidate })));
    }
    return this.#queue.splice(0, most);
  }

  /** The outcome of the next candidate of that batch. */
  give(batch: number, outcome: Outcome): void {
    const open = this.#open.get(batch)!;
    open.outcomes.push(outcome);
    if (--open.left > 0) return;
    this.#open.delete(batch);
    this.strategy.learn?.(batch, open.outcomes);
  }

  paid(worth: number): void {
    this.#runs++;
    this.#paid += worth;
  }
}
