import type { Micros } from "../../../kernel/time.ts";
import { bytesOf } from "../content.ts";
import type { Content } from "../content.ts";
import type { Entry } from "./entry.ts";
import type { QueueOptions } from "./options.ts";
import { Priorities } from "./priorities.ts";

const MILLISECOND = 1_000;

/** The ready messages of a classic queue, and how they stand to its limits: length and bytes count what is ready alone. */
export class Backlog implements Iterable<Entry> {
  readonly #options: QueueOptions;
  readonly #ready: Priorities;
  readonly #grew: (ready: number) => void;
  #bytes = 0;
  #most = 0;

  /** `grew`: is told when more are ready than ever were. */
  constructor(options: QueueOptions, grew: (ready: number) => void) {
    this.#options = options;
    this.#grew = grew;
    this.#ready = new Priorities(options.maxPriority);
  }

  get length(): number {
    return this.#ready.length;
  }

  /** The priority at which it is kept. */
  priorityOf({ properties: { priority } }: Content): number {
    return this.#ready.of(priority);
  }

  /** When a message that comes now expires: the queue's time to live or its own, whichever is less. */
  expiryOf({ properties: { expiration } }: Content, now: Micros): Micros {
    const { ttl } = this.#options;
    if (expiration === undefined && ttl === Infinity) return Infinity;
    return now + MILLISECOND * Math.min(ttl, expiration === undefined ? Infinity : Number(expiration));
  }

  add(entry: Entry): void {
    this.#ready.add(entry);
    this.#added(entry);
  }

  /** Back to where it was. */
  requeue(entry: Entry): void {
    entry.redelivered = true;
    this.#ready.requeue(entry);
    this.#added(entry);
  }

  first(): Entry | undefined {
    return this.#ready.first();
  }

  shift(): Entry | undefined {
    const entry = this.#ready.shift();
    if (entry !== undefined) this.#bytes -= this.#size(entry.content);
    return entry;
  }

  /** Over its limits. */
  get over(): boolean {
    return this.#ready.length > this.#options.maxLength || this.#bytes > this.#options.maxBytes;
  }

  /** Would be over them with this one. */
  wouldOverflow(content: Content): boolean {
    return this.#ready.length + 1 > this.#options.maxLength || this.#bytes + this.#size(content) > this.#options.maxBytes;
  }

  [Symbol.iterator](): Iterator<Entry> {
    return this.#ready[Symbol.iterator]();
  }

  #added(entry: Entry): void {
    this.#bytes += this.#size(entry.content);
    if (this.#ready.length > this.#most) this.#grew((this.#most = this.#ready.length));
  }

  #size(content: Content): number {
    return this.#options.maxBytes === Infinity ? 0 : bytesOf(content);
  }
}
