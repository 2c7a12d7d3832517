import type { Entry } from "./entry.ts";
import type { Queue } from "./queue.ts";

/** The confirms that a classic queue owes: each message's is given once, when the disk has it or nobody needs it any more. */
export class Owed {
  readonly #queue: Queue;
  readonly #entries = new Set<Entry>();

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  add(entry: Entry): void {
    if (entry.sequence > 0) this.#entries.add(entry);
  }

  confirm(entry: Entry): void {
    const { publisher, sequence } = entry;
    if (this.#settled(entry)) publisher?.confirmed(this.#queue, sequence);
  }

  confirmAll(): void {
    for (const entry of [...this.#entries]) this.confirm(entry);
  }

  rejectAll(): void {
    for (const entry of [...this.#entries]) {
      const { publisher, sequence } = entry;
      if (this.#settled(entry)) publisher?.rejected(this.#queue, sequence);
    }
  }

  /** False when it was already, or nobody asked. */
  #settled(entry: Entry): boolean {
    if (entry.sequence === 0) return false;
    entry.publisher = undefined;
    entry.sequence = 0;
    this.#entries.delete(entry);
    return true;
  }
}
