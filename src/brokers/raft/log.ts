import type { Plain } from "../../kernel/plain.ts";
import { Deque } from "../deque.ts";
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
  /** Their keys on the disk; and keys of entries that a snapshot stands for, to be used again: nothing need be removed. */
  #keys: string[] = [];
  #free: string[] = [];
  /** The number of the last key there is. */
  #made = 0;
  #durable: number;
  readonly #pending = new Deque<Pending>();
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
    const found = stored.keys(`${prefix}log/`).map((key) => ({ key, entry: stored.read(key) as Entry<C> | undefined }));
    const entries = found.flatMap(({ key, entry }) => (entry !== undefined && entry.index > this.snapshot.index ? [{ key, entry }] : [])).sort((a, b) => a.entry.index - b.entry.index);
    for (const { key, entry } of entries) {
      // What follows a gap or a torn entry was never durable, and must not be found behind what will be written in its place.
      if (entry.index !== this.last + 1) journal.remove(key);
      else {
        this.#entries.push(entry);
        this.#keys.push(key);
      }
    }
    for (const { key } of found) this.#made = Math.max(this.#made, Number(key.slice(`${prefix}log/`.length)));
    const kept = new Set(this.#keys);
    this.#free = found.flatMap(({ key }) => (kept.has(key) ? [] : [key]));
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
    const key = this.#free.pop() ?? `${this.#prefix}log/${++this.#made}`;
    this.#keys.push(key);
    this.#journal.write(key, entry);
    this.#pending.push({ mark: this.#journal.written, index: Math.max(this.last, this.#pending.last()?.index ?? 0) });
  }

  /** Takes out this entry and all behind it. */
  truncate(index: number): void {
    while (this.last >= index) this.#discard();
    this.#durable = Math.min(this.#durable, this.last);
    for (const pending of this.#pending) pending.index = Math.min(pending.index, this.last);
  }

  #discard(): void {
    const key = this.#keys.pop()!;
    this.#entries.pop();
    this.#journal.remove(key);
    this.#free.push(key);
  }

  /** A write, and all before it, became durable. */
  synced(): void {
    let first = this.#pending.first();
    for (; first !== undefined && first.mark <= this.#journal.durable; first = this.#pending.first()) {
      this.#durable = Math.max(this.#durable, first.index);
      this.#pending.shift();
    }
  }

  /**
   * Lets a snapshot stand for the entries up to its index. Entries behind it stay where they agree with it, else all go. Written
   * first, and under two keys by turns: whatever a power loss leaves, there is one whole snapshot with all entries behind it.
   */
  compact(snapshot: Snapshot): void {
    const agrees = this.termOf(snapshot.index) === snapshot.term;
    while (!agrees && this.last > snapshot.index) this.#discard();
    const gone = Math.min(snapshot.index - this.snapshot.index, this.#entries.length);
    this.#page = 1 - this.#page;
    this.#journal.write(`${this.#prefix}snapshot/${this.#page}`, snapshot);
    this.#free.push(...this.#keys.slice(0, gone));
    this.#entries = this.#entries.slice(gone);
    this.#keys = this.#keys.slice(gone);
    this.snapshot = snapshot;
    for (const pending of this.#pending) pending.index = Math.min(pending.index, this.last);
    this.#pending.push({ mark: this.#journal.written, index: Math.max(snapshot.index, this.#pending.last()?.index ?? 0) });
    this.#durable = Math.min(this.#durable, this.last);
  }
}
