/** Who has granted what a candidate asked for: a pre-vote or a vote in one term. */
export class Election {
  /** The term it is about. */
  readonly term: number;
  readonly #granted = new Set<string>();
  readonly #majority: number;

  constructor(term: number, members: readonly string[]) {
    this.term = term;
    this.#majority = majorityOf(members.length);
  }

  grant(member: string): void {
    this.#granted.add(member);
  }

  get won(): boolean {
    return this.#granted.size >= this.#majority;
  }
}

export const majorityOf = (members: number): number => Math.floor(members / 2) + 1;
