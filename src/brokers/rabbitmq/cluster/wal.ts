import type { Sleeper, Timers } from "../timers.ts";

/** Whoever has written something, and hears when it is durable. */
export interface Writer {
  synced(mark: number): void;
}

/** `mark`: up to where it has written. */
type Waiting = { readonly writer: Writer; mark: number };

/** After an error of the disk. */
const RETRY = 1_000_000;

/** The write-ahead log that all quorum queues of a node share (ra_log_wal): one sync at a time, for everybody who has written by then. */
export class Wal implements Sleeper {
  readonly #sync: () => void;
  readonly #timers: Timers;
  #waiting: Waiting[] = [];
  #underWay: Waiting[] | undefined;

  constructor(timers: Timers, sync: () => void) {
    this.#timers = timers;
    this.#sync = sync;
  }

  /** `mark`: what the writer is to be told when all it has written is durable. */
  ask(writer: Writer, mark: number): void {
    for (const waiting of this.#waiting) if (waiting.writer === writer) return void (waiting.mark = mark);
    // Made as long as it mostly is: an array that is pushed to has room for seventeen.
    if (this.#waiting.length === 0) this.#waiting = [{ writer, mark }];
    else this.#waiting.push({ writer, mark });
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
    if (done !== undefined) for (const { writer, mark } of done) writer.synced(mark);
  }

  wake(): void {
    this.#sync();
  }
}
