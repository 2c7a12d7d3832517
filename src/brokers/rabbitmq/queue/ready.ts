import { Deque } from "../../deque.ts";
import type { Entry } from "./entry.ts";

/**
 * The ready messages of a classic queue in order of publication. What is requeued was published before all that was never delivered,
 * so it waits apart, sorted, in front (RABBITMQ.md, Requeue: publication order restored whatever the nack order).
 */
export class Ready {
  readonly #requeued: Entry[] = [];
  readonly #fresh = new Deque<Entry>();

  get length(): number {
    return this.#requeued.length + this.#fresh.length;
  }

  add(entry: Entry): void {
    this.#fresh.push(entry);
  }

  requeue(entry: Entry): void {
    const requeued = this.#requeued;
    // Kept from the last to the first, so that the first is taken from the end.
    let low = 0;
    let high = requeued.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (requeued[middle]!.id > entry.id) low = middle + 1;
      else high = middle;
    }
    requeued.splice(low, 0, entry);
  }

  first(): Entry | undefined {
    return this.#requeued.at(-1) ?? this.#fresh.first();
  }

  shift(): Entry | undefined {
    return this.#requeued.pop() ?? this.#fresh.shift();
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let at = this.#requeued.length - 1; at >= 0; at--) yield this.#requeued[at]!;
    yield* this.#fresh;
  }
}
