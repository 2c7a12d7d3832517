import type { Plain } from "../../../kernel/plain.ts";
import type { Micros } from "../../../kernel/time.ts";
import type { Content } from "../content.ts";
import type { Journaled } from "../storage/journal.ts";
import type { Consumer } from "./consumers.ts";
import type { Channel } from "./queue.ts";

/** Whoever is told that an entry is on the disk. */
export interface EntryOwner {
  persisted(entry: Entry): void;
}

/** One message in a classic queue: ready, or delivered and not settled. */
export class Entry implements Journaled {
  /** Its place in the order of publication; what a delivery is settled by. */
  readonly id: number;
  readonly content: Content;
  readonly priority: number;
  /** By the broker's clock; Infinity: never. */
  readonly expires: Micros;
  /** Has been delivered, or may have been before a crash. */
  redelivered = false;
  /** Read from the disk when the node started. */
  recovered = false;
  /** Holds it unacknowledged. `consumer` is undefined when it was got by `basic.get`. */
  channel: Channel | undefined;
  consumer: Consumer | undefined;
  /** Whom a confirm is owed to, until it is given. */
  publisher: Channel | undefined;
  sequence: number;
  /** Its key on the disk; empty: it is kept in memory alone. */
  key = "";
  written = false;
  withdrawn = false;
  readonly owner: EntryOwner;

  constructor(owner: EntryOwner, id: number, content: Content, priority: number, expires: Micros, publisher: Channel | undefined, sequence: number) {
    this.owner = owner;
    this.id = id;
    this.content = content;
    this.priority = priority;
    this.expires = expires;
    this.publisher = publisher;
    this.sequence = sequence;
  }

  get value(): Plain {
    return this.expires === Infinity ? this.content : { ...this.content, expires: this.expires };
  }

  persisted(): void {
    this.owner.persisted(this);
  }
}
