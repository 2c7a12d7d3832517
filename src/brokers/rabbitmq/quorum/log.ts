import type { Plain } from "../../../kernel/plain.ts";
import type { Stored } from "../outputs.ts";
import type { Journal } from "../storage/journal.ts";
import type { Journaled } from "../storage/journal.ts";
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
  /** The node starts: what was applied before is applied again. */
  recover(stored: Stored): void;
  /** The queue is deleted. */
  discard(): void;
}

/** A snapshot takes the place of so many entries (as ra does by default). */
const COMPACTED = 4_096;

/** The log of a queue with one member: an entry is committed when it is on the disk. */
export class LocalLog implements QuorumLog {
  readonly #journal: Journal;
  readonly #reader: LogReader;
  readonly #prefix: string;
  /** Index of the last entry written, applied, and compacted away. */
  #last = 0;
  #applied = 0;
  #compacted = 0;
  #discarded = false;

  constructor(uid: number, journal: Journal, reader: LogReader) {
    this.#journal = journal;
    this.#reader = reader;
    this.#prefix = `quorum ${uid}/`;
  }

  /** Reads the log back. An entry that a loss of power tore was not durable, nor was anything behind it. */
  recover(stored: Stored): void {
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
    const entry: Journaled & { readonly index: number } = { key: this.#key(++this.#last), value: command, index: this.#last, withdrawn: false, written: false, persisted: () => this.#commit(command) };
    this.#journal.add(entry, true);
  }

  discard(): void {
    this.#discarded = true;
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
