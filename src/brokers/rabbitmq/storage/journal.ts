import type { Plain } from "../../../kernel/plain.ts";
import type { Outputs } from "../outputs.ts";
import type { Sleeper, Timers } from "../timers.ts";

/** Something to be made durable. */
export interface Journaled {
  readonly key: string;
  readonly value: Plain;
  /** It is no longer wanted: not written, if it is not yet. */
  readonly withdrawn: boolean;
  /** It has been handed to the disk: from now on it must be removed. */
  written: boolean;
  /** It survives everything. */
  persisted(): void;
}

/** A journal that nobody waits for is flushed after so long (SYNC_INTERVAL of rabbit_amqqueue_process), or at so many entries (queue_index_max_journal_entries). */
const IDLE = 200_000;
const ENTRIES = 32_768;
/** After an error of the disk. */
const RETRY = 1_000_000;

/**
 * What queues write, in group commits: while one is on its way to the disk, the next is gathered in the memory of the process, and
 * dies with it. Messages whose confirm is owed ask for a commit at once; all else waits for the next one, acknowledgements too:
 * RABBITMQ.md row 44.
 */
export class Journal implements Sleeper {
  readonly #outputs: Outputs;
  readonly #timers: Timers;
  #additions: Journaled[] = [];
  #removals: string[] = [];
  /** On its way to the disk. */
  #committing: Journaled[] | undefined;
  #urgent = false;
  #lazy = false;

  constructor(outputs: Outputs, timers: Timers) {
    this.#outputs = outputs;
    this.#timers = timers;
  }

  /** `urgent`: somebody waits for it. */
  add(one: Journaled, urgent: boolean): void {
    this.#additions.push(one);
    if (urgent) this.#urgent = true;
    else this.#whenIdle();
  }

  /** Forgets one that was added; the caller has marked it withdrawn. */
  remove(one: Journaled): void {
    if (one.written) this.removeKey(one.key);
  }

  removeKey(key: string): void {
    this.#removals.push(key);
    this.#whenIdle();
  }

  /** What was written past the journal is to be durable soon: metadata. */
  soon(): void {
    this.#urgent = true;
  }

  /** At the end of each step: what is urgent goes to the disk, unless that is busy. */
  flush(): void {
    if (this.#committing !== undefined) return;
    if (this.#urgent || this.#additions.length + this.#removals.length >= ENTRIES) this.commit();
  }

  /** Everything, now, even if the disk is busy: `synced` follows. */
  commit(): void {
    this.#committing = [...(this.#committing ?? []), ...this.#write()];
    this.#outputs.sync("journal");
  }

  synced(error?: "full" | "error"): void {
    const batch = this.#committing;
    if (batch === undefined) return;
    // What was written is buffered still; a later sync covers it.
    if (error !== undefined) return this.#timers.arm("journal retry", RETRY, this, false);
    this.#committing = undefined;
    for (const one of batch) if (!one.withdrawn) one.persisted();
  }

  wake(timer: string): void {
    if (timer === "journal idle") {
      this.#lazy = false;
      if (this.#additions.length + this.#removals.length > 0) this.#urgent = true;
    } else this.#outputs.sync("journal");
  }

  #write(): Journaled[] {
    const batch = this.#additions;
    for (const one of batch) {
      if (one.withdrawn) continue;
      one.written = true;
      this.#outputs.write(one.key, one.value);
    }
    for (const key of this.#removals) this.#outputs.remove(key);
    this.#additions = [];
    this.#removals = [];
    this.#urgent = false;
    return batch;
  }

  #whenIdle(): void {
    if (this.#lazy) return;
    this.#lazy = true;
    this.#timers.arm("journal idle", IDLE, this, true);
  }
}
