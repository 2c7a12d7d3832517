import type { Plain } from "../../kernel/plain.ts";
import type { Journal } from "./journal.ts";
import type { Entry } from "./messages.ts";
import type { RaftStored } from "./outputs.ts";

export type Snapshot = { readonly index: number; readonly term: number; readonly state: Plain };

/** What was appended by which write. */
type Pending = { readonly mark: number; index: number };

/** Entries are numbered from 1; those a snapshot stands for are no more. All that is in it is on disk too, the end of it perhaps not durably. */
export class Log<C extends Plain> {
  /** What stands for the entries up to its index; index 0: nothing. */
  snapshot: Snapshot = { index: 0, term: 0, state: null };
  readonly #journal: Journal;
  readonly #prefix: string;
  /** The first of them has the number after the snapshot's. */
  #entries: Entry<C>[] = [];
  /** Their keys on the disk. */
  #keys: string[] = [];
  #durable: number;
  #pending: Pending[] = [];
  /** Which of two keys holds the snapshot. */
  #page = 0;

  /** `prefix`: of all its keys. */
  constructor(journal: Journal, stored: RaftStored, prefix: string) {
    this.#journal = journal;
    this.#prefix = prefix;
    for (const key of stored.keys(`${prefix}snapshot/`)) {
      const found = stored.read(key) as Snapshot | undefined;
      if (found === undefined || found.index <= this.snapshot.index) continue;
      this.snapshot = found;
      this.#page = Number(key.slice(`${prefix}snapshot/`.length));
    }
    // What follows a gap or a torn entry was never durable, and must not be found behind what will be written in its place.
    for (const key of stored.keys(`${prefix}log/`)) {
      const index = Number(key.slice(`${prefix}log/`.length));
      const entry = index === this.last + 1 ? (stored.read(key) as Entry<C> | undefined) : undefined;
      if (entry === undefined) journal.remove(key);
      else {
        this.#entries.push(entry);
        this.#keys.push(key);
      }
    }
    this.#durable = this.last;
  }

  get last(): number {
    return this.snapshot.index + this.#entries.length;
  }

  get lastTerm(): number {
    return this.termOf(this.last)!;
  }

  /** The last entry that is durable, with all before it. */
  get durable(): number {
    return this.#durable;
  }

  /** undefined: there is no such entry, or not any more. */
  termOf(index: number): number | undefined {
    if (index === this.snapshot.index) return this.snapshot.term;
    return this.#entries[index - this.snapshot.index - 1]?.term;
  }

  at(index: number): Entry<C> {
    return this.#entries[index - this.snapshot.index - 1]!;
  }

  from(index: number, count: number): readonly Entry<C>[] {
    const start = index - this.snapshot.index - 1;
    return this.#entries.slice(start, start + count);
  }

  append(entry: Entry<C>): void {
    this.#entries.push(entry);
    const key = `${this.#prefix}log/${String(this.last).padStart(10, "0")}`;
    this.#keys.push(key);
    this.#journal.write(key, entry);
    const latest = this.#pending.at(-1);
    this.#pending.push({ mark: this.#journal.written, index: Math.max(this.last, latest?.index ?? 0) });
  }

  /** Takes out this entry and all behind it. */
  truncate(index: number): void {
    while (this.last >= index) {
      this.#journal.remove(this.#keys.pop()!);
      this.#entries.pop();
    }
    this.#durable = Math.min(this.#durable, this.last);
    for (const pending of this.#pending) pending.index = Math.min(pending.index, this.last);
  }

  /** A write, and all before it, became durable. */
  synced(): void {
    let count = 0;
    while (count < this.#pending.length && this.#pending[count]!.mark <= this.#journal.durable) count++;
    if (count === 0) return;
    this.#durable = Math.max(this.#durable, this.#pending[count - 1]!.index);
    this.#pending.splice(0, count);
  }

  /**
   * Lets a snapshot stand for the entries up to its index. Entries behind it stay where they agree with it, else all go. Written
   * first, and under two keys by turns: whatever a power loss leaves, there is one whole snapshot with all entries behind it.
   */
  compact(snapshot: Snapshot): void {
    const agrees = this.termOf(snapshot.index) === snapshot.term;
    const gone = agrees ? snapshot.index - this.snapshot.index : this.#entries.length;
    this.#page = 1 - this.#page;
    this.#journal.write(`${this.#prefix}snapshot/${this.#page}`, snapshot);
    for (let at = 0; at < gone; at++) this.#journal.remove(this.#keys[at]!);
    this.#entries = this.#entries.slice(gone);
    this.#keys = this.#keys.slice(gone);
    this.snapshot = snapshot;
    for (const pending of this.#pending) pending.index = Math.min(pending.index, this.last);
    this.#pending.push({ mark: this.#journal.written, index: Math.max(snapshot.index, this.#pending.at(-1)?.index ?? 0) });
    this.#durable = Math.min(this.#durable, this.last);
  }
}
