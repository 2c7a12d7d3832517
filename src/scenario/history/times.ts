import type { Micros } from "../../kernel/time.ts";

/** The times of a recorded history, from its start. They come from several clocks: what runs backwards is counted, no error. */
export class Times {
  /** That of the latest line taken. */
  now: Micros = 0;
  /** The greatest so far. */
  latest: Micros = 0;
  /** How many times were before the greatest so far, and by how much at most. */
  backwards = 0;
  most: Micros = 0;
  #start: Micros | undefined;

  /** `start` is shown as 0; undefined: the first time there is. */
  constructor(start: Micros | undefined) {
    this.#start = start;
  }

  tick(at: Micros): void {
    this.now = this.since(at);
    const behind = this.latest - this.now;
    if (behind <= 0) this.latest = this.now;
    else {
      this.backwards++;
      this.most = Math.max(this.most, behind);
    }
  }

  /** A time as it is shown. */
  since(at: Micros): Micros {
    this.#start ??= at;
    return at - this.#start;
  }
}
