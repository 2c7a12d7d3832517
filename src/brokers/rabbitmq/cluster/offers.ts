import type { Joined } from "./frames.ts";

/** What a node that starts offers: to run with those it sees. `number`: its offers are numbered from 1. */
export type Offer = { readonly number: number; readonly sees: readonly string[] };

/**
 * The offers of other nodes. A node makes another one whenever it sees others than before, and is not bound by an earlier one then:
 * so everybody can tell whether it runs, whatever has become of who took it in.
 */
export class Offers {
  /** When each was started, by its own clock: what tells one life of a node from another. */
  readonly #lives = new Map<string, number>();
  /** Not taken yet. */
  readonly #open = new Map<string, Offer>();
  /** Numbers: of the last that each has made, of the one by which it runs with this node, and of one that others had taken before. */
  readonly #last = new Map<string, number>();
  readonly #taken = new Map<string, Joined>();
  readonly #declined = new Map<string, number>();

  met(node: string, life: number): void {
    this.#lives.set(node, life);
  }

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
  take(joined: Joined): void {
    this.#open.delete(joined[0]);
    this.#taken.set(joined[0], joined);
  }

  /** The maker of an open offer by it. */
  joined(node: string): Joined {
    return [node, this.#lives.get(node)!, this.#open.get(node)!.number];
  }

  taken(node: string): Joined {
    return this.#taken.get(node)!;
  }

  decline(node: string, number: number): void {
    this.#declined.set(node, number);
  }

  /** Whether a node may be bound by an offer of its. */
  isGood([node, life, number]: Joined): boolean {
    return (this.#lives.get(node) ?? life) === life && (this.#last.get(node) ?? 0) <= number && this.#declined.get(node) !== number;
  }

  /** Its connection is gone. Its next life begins with 1. */
  forget(node: string): void {
    for (const known of [this.#lives, this.#open, this.#last, this.#taken, this.#declined]) known.delete(node);
  }

  /** This node starts anew. */
  clear(): void {
    for (const known of [this.#open, this.#taken, this.#declined]) known.clear();
  }
}
