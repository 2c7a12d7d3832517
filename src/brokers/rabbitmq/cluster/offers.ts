/** What a node that starts offers: to run with those it sees. `number`: its offers are numbered from 1. */
export type Offer = { readonly number: number; readonly sees: readonly string[] };

/**
 * The offers of other nodes. A node makes another one whenever it sees others than before, and is not bound by an earlier one then:
 * so everybody can tell whether it runs, whatever has become of who took it in.
 */
export class Offers {
  /** Not taken yet. */
  readonly #open = new Map<string, Offer>();
  /** Numbers: of the last that each has made, of the one by which it runs with this node, and of one that others had taken before. */
  readonly #last = new Map<string, number>();
  readonly #taken = new Map<string, number>();
  readonly #declined = new Map<string, number>();

  made(node: string, offer: Offer): void {
    this.#open.set(node, offer);
    this.#last.set(node, offer.number);
  }

  has(node: string): boolean {
    return this.#open.has(node);
  }

  /** In order of their makers' names. */
  get open(): readonly (readonly [node: string, offer: Offer])[] {
    return [...this.#open].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** It runs with this node from now on. */
  take(node: string, number: number): void {
    this.#open.delete(node);
    this.#taken.set(node, number);
  }

  taken(node: string): number {
    return this.#taken.get(node)!;
  }

  decline(node: string, number: number): void {
    this.#declined.set(node, number);
  }

  /** Whether a node may be bound by an offer of its. */
  isGood(node: string, number: number): boolean {
    return (this.#last.get(node) ?? 0) <= number && this.#declined.get(node) !== number;
  }

  /** Its next life begins with 1. */
  forget(node: string): void {
    for (const numbers of [this.#open, this.#last, this.#taken, this.#declined]) numbers.delete(node);
  }

  /** This node starts anew. */
  clear(): void {
    for (const numbers of [this.#open, this.#taken, this.#declined]) numbers.clear();
  }
}
