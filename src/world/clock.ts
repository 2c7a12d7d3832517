import type { Micros } from "../kernel/time.ts";

const MILLION = 1_000_000;

/** A node's own clock: an offset, and a rate in parts per million off. Whole microseconds, integer arithmetic only. */
export class Clock {
  ppm: number;
  readonly #naturalPpm: number;
  #local: Micros;
  #since: Micros = 0;

  constructor(offset: Micros, ppm: number) {
    this.#local = offset;
    this.ppm = ppm;
    this.#naturalPpm = ppm;
  }

  /** What the clock shows at virtual time `now`. */
  read(now: Micros): Micros {
    const elapsed = now - this.#since;
    return this.#local + (this.ppm === 0 ? elapsed : Math.floor((elapsed * (MILLION + this.ppm)) / MILLION));
  }

  /** How much virtual time passes while this clock counts `duration`. Timers follow drift. */
  real(duration: Micros): Micros {
    return this.ppm === 0 ? duration : Math.ceil((duration * MILLION) / (MILLION + this.ppm));
  }

  /** How much this clock counts in `duration` of virtual time. */
  counted(duration: Micros): Micros {
    return this.ppm === 0 ? duration : Math.floor((duration * (MILLION + this.ppm)) / MILLION);
  }

  /** The clock jumps. Timers do not follow. */
  jump(now: Micros, by: Micros): void {
    this.#local = this.read(now) + by;
    this.#since = now;
  }

  /** The rate changes from now on. */
  drift(now: Micros, ppm: number): void {
    this.#local = this.read(now);
    this.#since = now;
    this.ppm = ppm;
  }

  /** Back to the rate the scenario gave this node. The offset that built up stays. */
  steady(now: Micros): boolean {
    if (this.ppm === this.#naturalPpm) return false;
    this.drift(now, this.#naturalPpm);
    return true;
  }
}
