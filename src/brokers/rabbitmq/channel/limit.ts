import type { Queue } from "../queue/queue.ts";

/** The prefetch that the consumers of a channel share: `basic.qos` with global (rabbit_limiter). `basic.get` does not count. */
export class SharedPrefetch {
  /** 0: none. */
  count = 0;
  /** Counted while there is a limit. */
  #unacked = 0;
  readonly #held = new Set<Queue>();

  /** If there is no room, the queue will be told when there is. */
  admits(queue: Queue): boolean {
    if (this.count === 0 || this.#unacked < this.count) return true;
    this.#held.add(queue);
    return false;
  }

  /** `unacked`: what the channel holds, got or delivered, when the first limit is set. */
  limit(count: number, unacked: number): void {
    if (this.count === 0) this.#unacked = unacked;
    this.count = count;
  }

  delivered(): void {
    if (this.count > 0) this.#unacked++;
  }

  settled(): void {
    if (this.count > 0 && this.#unacked > 0) this.#unacked--;
  }

  /** The queues that were held back, if there is room now. */
  *freed(): Generator<Queue> {
    if (this.#held.size === 0 || (this.count > 0 && this.#unacked >= this.count)) return;
    const held = [...this.#held];
    this.#held.clear();
    yield* held;
  }
}
