import type { Entry } from "./entry.ts";
import { Ready } from "./ready.ts";

/** The ready messages of a queue with `x-max-priority`: higher first, in order within each (RABBITMQ.md, Priority queue). Without, there is one level. */
export class Priorities {
  length = 0;
  readonly #highest: number;
  readonly #levels: readonly Ready[];

  constructor(highest: number) {
    this.#highest = highest;
    this.#levels = Array.from({ length: highest + 1 }, () => new Ready());
  }

  /** The priority at which a message is kept: capped at the highest; none counts as 0. */
  of(priority: number | undefined): number {
    return priority === undefined || this.#highest === 0 ? 0 : Math.min(priority, this.#highest);
  }

  add(entry: Entry): void {
    this.length++;
    this.#levels[entry.priority]!.add(entry);
  }

  requeue(entry: Entry): void {
    this.length++;
    this.#levels[entry.priority]!.requeue(entry);
  }

  first(): Entry | undefined {
    return this.#level()?.first();
  }

  shift(): Entry | undefined {
    const entry = this.#level()?.shift();
    if (entry !== undefined) this.length--;
    return entry;
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let at = this.#highest; at >= 0; at--) yield* this.#levels[at]!;
  }

  #level(): Ready | undefined {
    if (this.#highest === 0) return this.#levels[0];
    for (let at = this.#highest; at >= 0; at--) if (this.#levels[at]!.length > 0) return this.#levels[at];
    return undefined;
  }
}
