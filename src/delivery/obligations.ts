import { AGAIN, CONFIRMED, EFFECT, EXCUSED, GAVE_UP, PUBLISHED, REFUSED, States } from "./states.ts";

/**
 * What is owed: a confirmed message for each subscription (or, without confirms, one published and not refused), until an
 * effect or an excuse. Knows of every message, in each subscription, what was said and done.
 */
export class Obligations {
  /** Obligations with neither effect nor excuse. */
  unmet = 0;
  /** Obligations there ever were. */
  total = 0;
  published = 0;
  confirmed = 0;
  /** Effects that were applied, repeats included. */
  effects = 0;
  readonly subscriptions: number;
  readonly #states: readonly States[];
  /** Bits that together make an obligation: what was never published is nobody's message, even if confirmed. */
  readonly #owed: number;
  /** The bits that are looked at. Without confirms, a refusal takes the obligation away: nobody has the message, and all know it. */
  readonly #asked: number;

  constructor(subscriptions: number, obligation: "confirmed" | "published") {
    this.subscriptions = subscriptions;
    this.#states = Array.from({ length: subscriptions }, () => new States());
    this.#owed = obligation === "published" ? PUBLISHED : PUBLISHED | CONFIRMED;
    this.#asked = obligation === "published" ? PUBLISHED | REFUSED : this.#owed;
  }

  /** The state bits of a message in a subscription. */
  state(message: number, subscription: number): number {
    return this.#states[subscription]!.get(message);
  }

  /** Owed and not yet done. */
  isUnmet(state: number): boolean {
    return this.isOwed(state) && (state & (EFFECT | EXCUSED)) === 0;
  }

  isOwed(state: number): boolean {
    return (state & this.#asked) === this.#owed;
  }

  publish(message: number): void {
    this.published++;
    this.#mark(message, PUBLISHED);
    // Pages two and sixteen back have gone quiet, or nearly.
    if ((message & 4095) === 0) for (const states of this.#states) for (const back of [8192, 65536]) if (message > back) states.share(message - back);
  }

  confirm(message: number): void {
    if ((this.state(message, 0) & CONFIRMED) === 0) this.confirmed++;
    this.#mark(message, CONFIRMED);
  }

  refuse(message: number): void {
    this.#mark(message, REFUSED);
  }

  giveUp(message: number): void {
    this.#mark(message, GAVE_UP);
  }

  /** Returns true for the first effect in this subscription. */
  effect(message: number, subscription: number): boolean {
    this.effects++;
    const states = this.#states[subscription]!;
    const state = states.get(message);
    if ((state & EFFECT) !== 0) {
      if ((state & AGAIN) === 0) states.set(message, state | AGAIN);
      return false;
    }
    if (this.isUnmet(state)) this.unmet--;
    states.set(message, state | EFFECT);
    return true;
  }

  excuse(message: number, subscription: number): void {
    const states = this.#states[subscription]!;
    const state = states.get(message);
    if (this.isUnmet(state)) this.unmet--;
    states.set(message, state | EXCUSED);
  }

  /** No obligation among these messages is unmet, and all were published. */
  settled(first: number, last: number): boolean {
    for (const states of this.#states) {
      for (let message = Math.max(first, 1); message <= last; message++) {
        const state = states.get(message);
        if ((state & PUBLISHED) === 0 || this.isUnmet(state)) return false;
      }
    }
    return true;
  }

  /** The first unmet obligation up to this ordinal: [message, subscription]. */
  firstUnmet(last: number): readonly [message: number, subscription: number] | undefined {
    for (let message = 1; message <= last; message++) {
      for (let subscription = 0; subscription < this.subscriptions; subscription++) {
        if (this.isUnmet(this.state(message, subscription))) return [message, subscription];
      }
    }
    return undefined;
  }

  #mark(message: number, bit: number): void {
    for (const states of this.#states) {
      const before = states.get(message);
      const after = before | bit;
      if (before === after) continue;
      this.total += Number(this.isOwed(after)) - Number(this.isOwed(before));
      this.unmet += Number(this.isUnmet(after)) - Number(this.isUnmet(before));
      states.set(message, after);
    }
  }
}
