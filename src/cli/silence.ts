/** Idle silence counts for a fifth where CPU time is known: a busy machine is no runaway. */
const IDLE = 5;

/**
 * How long a program has said nothing, ms. What it spends computing counts in full, on the thread that computes most; waiting counts
 * in full only where the system does not tell the two apart. A machine that was suspended, or a terminal's Ctrl-Z, is no silence.
 */
export class Silence {
  #waited = 0;
  #looked = performance.now();
  #workedBefore: ReadonlyMap<string, number> | undefined;
  /** Most CPU time of a thread since it last said something. */
  #worked: number | undefined;

  /** To be called every `interval` ms with the CPU time of each thread so far, ms. */
  look(interval: number, worked: ReadonlyMap<string, number> | undefined): void {
    const now = performance.now();
    this.#waited += Math.min(now - this.#looked, 2 * interval);
    this.#looked = now;
    const before = (this.#workedBefore ??= worked);
    this.#worked = worked === undefined ? undefined : Math.max(0, ...[...worked].map(([thread, time]) => time - (before!.get(thread) ?? 0)));
  }

  /** It said something. */
  broken(): void {
    this.#waited = 0;
    this.#workedBefore = undefined;
    this.#worked = undefined;
  }

  /** Since it last said something, as a clock on the wall would have it. */
  get waited(): number {
    return this.#waited;
  }

  get length(): number {
    return this.#worked === undefined ? this.#waited : Math.max(this.#worked, this.#waited / IDLE);
  }
}
