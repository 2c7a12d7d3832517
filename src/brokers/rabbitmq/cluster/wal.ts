import type { Sleeper, Timers } from "../timers.ts";

/** Whoever has written something, and hears when it is durable. */
export interface Writer {
  synced(mark: number): void;
}

/** After an error of the disk. */
const RETRY = 1_000_000;

/** The write-ahead log that all quorum queues of a node share (ra_log_wal): one sync at a time, for everybody who has written by then. */
export class Wal implements Sleeper {
  readonly #sync: () => void;
  readonly #timers: Timers;
  /** Writers with their marks. */
  #waiting: [writer: Writer, mark: number][] = [];
  #underWay: [writer: Writer, mark: number][] | undefined;

  constructor(timers: Timers, sync: () => void) {
    this.#timers = timers;
    this.#sync = sync;
  }

  /** `mark`: what the writer is to be told when all it has written is durable. */
  ask(writer: Writer, mark: number): void {
    const known = this.#waiting.find(([one]) => one === writer);
    if (known === undefined) this.#waiting.push([writer, mark]);
    else known[1] = mark;
  }

  /** At the end of each step. */
  flush(): void {
    if (this.#underWay !== undefined || this.#waiting.length === 0) return;
    this.#underWay = this.#waiting;
    this.#waiting = [];
    this.#sync();
  }

  synced(error?: "full" | "error"): void {
    // What was written is buffered still; a later sync covers it.
    if (error !== undefined) return this.#timers.arm("wal retry", RETRY, this, false);
    const done = this.#underWay;
    this.#underWay = undefined;
    for (const [writer, mark] of done ?? []) writer.synced(mark);
  }

  wake(): void {
    this.#sync();
  }
}
