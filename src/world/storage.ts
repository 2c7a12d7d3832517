import type { Plain } from "../kernel/plain.ts";
import { invariant } from "../kernel/errors.ts";

/** A key that is gone. */
const REMOVED = Symbol("removed");
/** A value of which a power loss left only part: the key is still there, `read` gives undefined. */
const TORN = Symbol("torn");
type Entry = Plain | typeof REMOVED | typeof TORN;

/** What becomes of unsynced writes in a power loss (`disk` of a crash fault). */
export type Fate = { readonly kept: number; readonly torn: boolean };
export const LOSE: Fate = { kept: 0, torn: false };
export const KEEP: Fate = { kept: Infinity, torn: false };

/**
 * A node's disk: durable entries, and a journal of writes not yet synced. Numbers of journal entries count from 1 over the
 * whole run, so a sync says which writes it covers. Reads see the journal; a power loss drops (part of) it.
 */
export class Storage {
  /** What the process sees. */
  #view = new Map<string, Entry>();
  /** What a power loss leaves. Shares nothing with the view. */
  readonly #durable = new Map<string, Entry>();
  #keys: string[] = [];
  #values: Entry[] = [];
  /** Journal entries that are durable already. */
  #flushed = 0;
  /** The last key written: group commits are keyed by it. */
  lastKey = "";

  read(key: string): Plain | undefined {
    const entry = this.#view.get(key);
    return typeof entry === "symbol" ? undefined : entry;
  }

  /** Sorted by code units; a torn entry's key is among them. */
  keysWith(prefix: string): readonly string[] {
    const keys: string[] = [];
    for (const key of this.#view.keys()) if (key.startsWith(prefix)) keys.push(key);
    return keys.sort();
  }

  write(key: string, value: Plain): void {
    this.#view.set(key, value);
    this.#append(key, value);
  }

  remove(key: string): void {
    this.#view.delete(key);
    this.#append(key, REMOVED);
  }

  /** The number of the last journal entry. */
  get written(): number {
    return this.#flushed + this.#keys.length;
  }

  /** Makes the journal durable up to entry number `upTo`. `tear`: the last of them is torn on the medium, unseen until a power loss. */
  flush(upTo: number, tear: boolean): void {
    const count = upTo - this.#flushed;
    if (count <= 0) return;
    invariant(count <= this.#keys.length, "flushed more than was written");
    for (let index = 0; index < count; index++) this.#store(this.#keys[index]!, tear && index === count - 1 ? TORN : this.#values[index]!);
    if (count === this.#keys.length) {
      this.#keys = [];
      this.#values = [];
    } else {
      this.#keys.splice(0, count);
      this.#values.splice(0, count);
    }
    this.#flushed = upTo;
  }

  /** Power loss: of the unsynced writes, `fate.kept` survive in order and, where `torn`, the next is torn. */
  lose(fate: Fate): void {
    for (let index = 0; index < this.#keys.length && index <= fate.kept; index++) {
      if (index < fate.kept) this.#store(this.#keys[index]!, this.#values[index]!);
      else if (fate.torn) this.#store(this.#keys[index]!, TORN);
    }
    this.#flushed += this.#keys.length;
    this.#keys = [];
    this.#values = [];
    this.#view = new Map(this.#durable);
  }

  #append(key: string, value: Entry): void {
    this.#keys.push(key);
    this.#values.push(value);
    this.lastKey = key;
  }

  #store(key: string, value: Entry): void {
    if (value === REMOVED) this.#durable.delete(key);
    else this.#durable.set(key, value);
  }
}
