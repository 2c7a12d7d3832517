import type { Journal } from "./journal.ts";
import type { RaftStored } from "./outputs.ts";

type Paper = { readonly term: number; readonly vote: string | null; readonly nth: number };

/**
 * Current term and vote (figure 2: persistent state). Whoever forgets a vote votes twice, so neither may be acted upon before it is
 * durable. Two keys are written by turns: a write that a power loss tears leaves the one before.
 */
export class Ballot {
  readonly #journal: Journal;
  readonly #prefix: string;
  #paper: Paper;
  #mark = 0;

  constructor(journal: Journal, stored: RaftStored, prefix: string) {
    this.#journal = journal;
    this.#prefix = prefix;
    const papers = [0, 1].map((page) => stored.read(`${prefix}ballot/${page}`) as Paper | undefined);
    this.#paper = papers.reduce<Paper>((last, paper) => (paper !== undefined && paper.nth > last.nth ? paper : last), { term: 0, vote: null, nth: 0 });
  }

  get term(): number {
    return this.#paper.term;
  }

  /** For whom this member voted in its term. */
  get vote(): string | null {
    return this.#paper.vote;
  }

  get isDurable(): boolean {
    return this.#journal.durable >= this.#mark;
  }

  cast(term: number, vote: string | null): void {
    this.#paper = { term, vote, nth: this.#paper.nth + 1 };
    this.#journal.write(`${this.#prefix}ballot/${this.#paper.nth % 2}`, this.#paper);
    this.#mark = this.#journal.written;
  }
}
