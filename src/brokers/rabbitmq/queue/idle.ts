import type { Sleeper, Timers } from "../timers.ts";

/** `x-expires`: a queue that nobody uses for so long deletes itself. Consumers, a redeclaration and a get are uses; publishing is none. */
export class Idle implements Sleeper {
  readonly #timers: Timers;
  readonly #timer: string;
  readonly #after: number;
  readonly #end: () => void;

  /** `after`: ms; Infinity: never. */
  constructor(timers: Timers, queue: string, after: number, end: () => void) {
    this.#timers = timers;
    this.#timer = `expires ${queue}`;
    this.#after = after;
    this.#end = end;
  }

  /** It begins to be unused, or begins anew. */
  begin(): void {
    if (this.#after !== Infinity) this.#timers.arm(this.#timer, this.#after * 1_000, this, true);
  }

  /** Somebody consumes from it, or it is gone. */
  stop(): void {
    if (this.#after !== Infinity) this.#timers.cancel(this.#timer);
  }

  wake(): void {
    this.#end();
  }
}
