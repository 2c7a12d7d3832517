import type { Micros } from "../../kernel/time.ts";
import type { Outputs } from "./outputs.ts";

/** What a timer wakes. */
export interface Sleeper {
  wake(timer: string): void;
}

/** The timers of a node by name, each with whom it wakes. */
export class Timers {
  readonly #outputs: Outputs;
  readonly #armed = new Map<string, Sleeper>();

  constructor(outputs: Outputs) {
    this.#outputs = outputs;
  }

  /** A second call of the same name replaces the first. `background`: it keeps no run alive. */
  arm(name: string, after: Micros, sleeper: Sleeper, background: boolean): void {
    this.#armed.set(name, sleeper);
    this.#outputs.timer(name, after, background);
  }

  cancel(name: string): void {
    if (this.#armed.delete(name)) this.#outputs.cancel(name);
  }

  wake(name: string): void {
    const sleeper = this.#armed.get(name);
    this.#armed.delete(name);
    sleeper?.wake(name);
  }
}
