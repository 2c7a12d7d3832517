import type { Micros } from "../../../kernel/time.ts";
import type { Sleeper } from "../timers.ts";
import type { QueueHost } from "./host.ts";

/** Wakes a queue when its first message expires. */
export class Expiry implements Sleeper {
  readonly #host: Pick<QueueHost, "now" | "timers">;
  readonly #timer: string;
  readonly #expire: () => void;
  #due = Infinity;

  constructor(host: Pick<QueueHost, "now" | "timers">, queue: string, expire: () => void) {
    this.#host = host;
    this.#timer = `ttl ${queue}`;
    this.#expire = expire;
  }

  /** The first message expires then; Infinity: not at all. A timer that comes due too early does no harm. */
  watch(due: Micros): void {
    if (due >= this.#due) return;
    this.#due = due;
    this.#host.timers.arm(this.#timer, Math.max(0, due - this.#host.now), this, false);
  }

  stop(): void {
    if (this.#due !== Infinity) this.#host.timers.cancel(this.#timer);
  }

  wake(): void {
    this.#due = Infinity;
    this.#expire();
  }
}
