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

/** What there is of a key: what the process sees, and what a power loss leaves. */
class Place {
  readonly key: string;
  seen: Entry = REMOVED;
  durable: Entry = REMOVED;
  /** Entries of the journal about it. */
  journaled = 0;

  constructor(key: string) {
    this.key = key;
  }
}

/**
 * A node's disk: durable entries, and a journal of writes not yet synced. Numbers of journal entries count from 1 over the
 * whole run, so a sync says which writes it covers. Reads see the journal; a power loss drops (part of) it. The journal says
 * where it writes to by place, not by key: a key is looked for once, when it is written.
 */
export class Storage {
  readonly #places = new Map<string, Place>();
  /** The journal: its places and values, of which the first `#length` count. The arrays keep their room. */
  readonly #journal: (Place | undefined)[] = [];
  readonly #values: Entry[] = [];
  #length = 0;
  /** Journal entries that are durable already. */
  #flushed = 0;
  /** The last key written: group commits are keyed by it. */
  lastKey = "";

  read(key: string): Plain | undefined {
    const entry = this.#places.get(key)?.seen;
    return typeof entry === "symbol" ? undefined : entry;
  }

  /** Sorted by code units; a torn entry's key is among them. */
  keysWith(prefix: string): readonly string[] {
    const keys: string[] = [];
    for (const { key, seen } of this.#places.values()) if (seen !== REMOVED && key.startsWith(prefix)) keys.push(key);
    return keys.sort();
  }

  write(key: string, value: Plain): void {
    this.#append(key, value);
  }

  remove(key: string): void {
    this.#append(key, REMOVED);
  }

  /** The number of the last journal entry. */
  get written(): number {
    return this.#flushed + this.#length;
  }

  /** Makes the journal durable up to entry number `upTo`. `tear`: the last of them is torn on the medium, unseen until a power loss. */
  flush(upTo: number, tear: boolean): void {
    const count = upTo - this.#flushed;
    if (count <= 0) return;
    invariant(count <= this.#length, "flushed more than was written");
    for (let index = 0; index < count; index++) this.#store(this.#journal[index]!, tear && index === count - 1 ? TORN : this.#values[index]!);
    this.#drop(count);
  }

  /** Power loss: of the unsynced writes, `fate.kept` survive in order and, where `torn`, the next is torn. */
  lose(fate: Fate): void {
    for (let index = 0; index < this.#length && index <= fate.kept; index++) {
      if (index < fate.kept) this.#journal[index]!.durable = this.#values[index]!;
      else if (fate.torn) this.#journal[index]!.durable = TORN;
    }
    this.#drop(this.#length);
    for (const place of this.#places.values()) {
      place.seen = place.durable;
      place.journaled = 0;
      if (place.durable === REMOVED) this.#places.delete(place.key);
    }
  }

  #append(key: string, value: Entry): void {
    let place = this.#places.get(key);
    if (place === undefined) this.#places.set(key, (place = new Place(key)));
    place.seen = value;
    place.journaled++;
    this.#journal[this.#length] = place;
    this.#values[this.#length++] = value;
    this.lastKey = key;
  }

  #store(place: Place, value: Entry): void {
    place.durable = value;
    if (--place.journaled === 0 && value === REMOVED && place.seen === REMOVED) this.#places.delete(place.key);
  }

  /** Takes the first out of the journal, and lets nothing of them stay alive. */
  #drop(count: number): void {
    const left = this.#length - count;
    for (let index = 0; index < left; index++) {
      this.#journal[index] = this.#journal[index + count];
      this.#values[index] = this.#values[index + count]!;
    }
    for (let index = left; index < this.#length; index++) {
      this.#journal[index] = undefined;
      this.#values[index] = REMOVED;
    }
    this.#length = left;
    this.#flushed += count;
  }
}
