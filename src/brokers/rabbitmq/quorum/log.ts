import type { Plain } from "../../../kernel/plain.ts";
import type { Stored } from "../outputs.ts";
import type { Journal } from "../storage/journal.ts";
import type { Journaled } from "../storage/journal.ts";
import type { QueueHost } from "../queue/host.ts";
import type { Sleeper } from "../timers.ts";
import type { QuorumCommand } from "./commands.ts";

/** Whom a log tells its entries to, each once, in order. */
export interface LogReader {
  apply(command: QuorumCommand): void;
  restore(state: Plain): void;
  snapshot(): Plain;
}

/** The log of a quorum queue: what is proposed is applied once it cannot be lost. In a cluster Raft is one. */
export interface QuorumLog {
  propose(command: QuorumCommand): void;
  /** The queue was just declared. */
  create(): void;
  /** The node starts: what was applied before is applied again. */
  recover(stored: Stored): void;
  /** The node stops gracefully. */
  stopping(): void;
  /** The queue is deleted. */
  discard(): void;
}

/** A snapshot takes the place of so many entries (as ra does by default). */
const COMPACTED = 4_096;

/** The log of a queue with one member: an entry is committed when it is on the disk. */
export class LocalLog implements QuorumLog, Sleeper {
  readonly #host: QueueHost;
  readonly #journal: Journal;
  readonly #reader: LogReader;
  readonly #prefix: string;
  /** Index of the last entry written, applied, and compacted away. */
  #last = 0;
  #applied = 0;
  #compacted = 0;
  #discarded = false;
  /** The node came back without its name: it is not to be found, and nothing is ever committed (anomaly 2: no leader, term 0). */
  #lost = false;
  #named = false;

  constructor(uid: number, host: QueueHost, reader: LogReader) {
    this.#host = host;
    this.#journal = host.journal;
    this.#reader = reader;
    this.#prefix = `quorum ${uid}/`;
  }

  /** The queue is new: its name goes to the disk in a while, and without it the log cannot be found. */
  create(): void {
    const { quorumRegistryFlush } = this.#host.settings;
    if (quorumRegistryFlush > 0) this.#host.timers.arm(`${this.#prefix}name`, quorumRegistryFlush, this, true);
    else this.wake();
  }

  /** Time to write it; a graceful stop does so as well. */
  wake(): void {
    if (this.#discarded || this.#named) return;
    this.#named = true;
    this.#journal.add({ key: `${this.#prefix}name`, value: true, withdrawn: false, written: false, persisted() {} }, true);
  }

  /** Reads the log back. An entry that a loss of power tore was not durable, nor was anything behind it. */
  recover(stored: Stored): void {
    if (stored.read(`${this.#prefix}name`) === undefined) {
      // Without a delay it is there before the first confirm: nothing was lost with it, and the queue begins anew.
      if (this.#host.settings.quorumRegistryFlush === 0) this.create();
      else this.#lost = true;
      return;
    }
    this.#named = true;
    const snapshot = stored.read(`${this.#prefix}snapshot`) as { readonly index: number; readonly state: Plain } | undefined;
    if (snapshot !== undefined) {
      this.#reader.restore(snapshot.state);
      this.#compacted = this.#applied = this.#last = snapshot.index;
    }
    const indexes = stored.keys(`${this.#prefix}log/`).map((key) => Number(key.slice(`${this.#prefix}log/`.length))).sort((a, b) => a - b);
    for (const index of indexes) {
      const command = index === this.#last + 1 ? (stored.read(this.#key(index)) as QuorumCommand | undefined) : undefined;
      if (command === undefined) this.#journal.removeKey(this.#key(index));
      else this.#reader.apply(command);
      if (command !== undefined) this.#applied = ++this.#last;
    }
  }

  propose(command: QuorumCommand): void {
    if (this.#lost) return;
    const entry: Journaled & { readonly index: number } = { key: this.#key(++this.#last), value: command, index: this.#last, withdrawn: false, written: false, persisted: () => this.#commit(command) };
    this.#journal.add(entry, true);
  }

  stopping(): void {
    if (!this.#lost) this.wake();
  }

  discard(): void {
    this.#discarded = true;
    this.#journal.removeKey(`${this.#prefix}name`);
    this.#journal.removeKey(`${this.#prefix}snapshot`);
    for (let index = this.#compacted + 1; index <= this.#last; index++) this.#journal.removeKey(this.#key(index));
  }

  #commit(command: QuorumCommand): void {
    if (this.#discarded) return;
    this.#applied++;
    this.#reader.apply(command);
    if (this.#applied - this.#compacted >= COMPACTED && !this.#discarded) this.#compact();
  }

  /** Entries go when the snapshot that stands for them is durable. */
  #compact(): void {
    const { from, to } = { from: this.#compacted + 1, to: this.#applied };
    this.#compacted = to;
    const persisted = (): void => {
      for (let index = from; index <= to; index++) this.#journal.removeKey(this.#key(index));
    };
    this.#journal.add({ key: `${this.#prefix}snapshot`, value: { index: to, state: this.#reader.snapshot() }, withdrawn: false, written: false, persisted }, true);
  }

  #key(index: number): string {
    return `${this.#prefix}log/${index}`;
  }
}
