import type { Micros } from "../kernel/time.ts";
import type { World } from "./world.ts";

/** Up to this many pages of counters (32 bytes each) nothing is ever forgotten: ordinary runs keep every name. */
const BUDGET = 131_072;
/** How long a page must be idle, µs of virtual time. */
const IDLE: Micros = 10_000_000;

/**
 * In a run of millions of messages, forgets the counters of names whose messages are settled and which nobody has used for
 * a while (DESIGN 5: by age alone, names were used again and lost packets lost again). Asked now and then.
 */
export class Forgetting {
  readonly #world: World;
  #lookedAt: Micros = 0;
  /** By page, the sum of its counters when it last moved, and when that was seen. */
  readonly #sums: number[] = [];
  readonly #moved: Micros[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  look(): void {
    const { armed, kernel, outside } = this.#world;
    const { counters, now } = kernel;
    if (now < this.#lookedAt + IDLE || counters.held + armed.held <= BUDGET) return;
    this.#lookedAt = now;
    armed.forget((_page, _first, _last, sum) => sum === 0);
    counters.forget((page, first, last, sum) => {
      if (this.#sums[page] !== sum) {
        this.#sums[page] = sum;
        this.#moved[page] = now;
        return false;
      }
      // Ordinal 0 counts what belongs to no message, and is never settled.
      if (first === 0 || now < this.#moved[page]! + IDLE || !outside.settled(first, last)) return false;
      // Another page will have this place.
      this.#sums[page] = 0;
      return true;
    });
  }
}
