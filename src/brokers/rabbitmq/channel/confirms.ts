import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { ServerMethod } from "../methods.ts";
import type { Queue } from "../queue/queue.ts";

/** A published message that not all its queues have taken charge of. */
class Pending {
  readonly sequence: number;
  readonly message: number;
  /** Those that have not answered. One queue is the rule. */
  queues: readonly Queue[];

  constructor(sequence: number, message: number, queues: readonly Queue[]) {
    this.sequence = sequence;
    this.message = message;
    this.queues = queues;
  }
}

/** Publisher confirms of a channel. Each sequence number is confirmed or rejected exactly once. */
export class Confirms {
  #next = 1;
  readonly #unconfirmed = new SequenceMap<Pending>();
  #acks: Pending[] = [];
  #nacks: Pending[] = [];

  get waiting(): number {
    return this.#unconfirmed.size;
  }

  get anyRejected(): boolean {
    return this.#nacks.length > 0;
  }

  /** Whether there is something to say. */
  get ripe(): boolean {
    return this.#acks.length > 0 || this.#nacks.length > 0;
  }

  /** The sequence number of a message that goes to these queues; to none, and it is confirmed. */
  expect(message: number, queues: readonly Queue[]): number {
    const pending = new Pending(this.#next++, message, queues);
    if (queues.length === 0) this.#acks.push(pending);
    else this.#unconfirmed.set(pending.sequence, pending);
    return pending.sequence;
  }

  /** After all of its queues. True when that was the last. */
  confirmed(queue: Queue, sequence: number): boolean {
    const pending = this.#unconfirmed.get(sequence);
    if (pending === undefined) return false;
    if (pending.queues.length > 1) {
      pending.queues = pending.queues.filter((one) => one !== queue);
      if (pending.queues.length > 0) return false;
    }
    this.#unconfirmed.delete(sequence);
    this.#acks.push(pending);
    return true;
  }

  /** At once, though other queues may keep it. */
  rejected(sequence: number): boolean {
    const pending = this.#unconfirmed.get(sequence);
    if (pending === undefined) return false;
    this.#unconfirmed.delete(sequence);
    this.#nacks.push(pending);
    return true;
  }

  /** What is ripe, as few frames as can be (coalesce_and_send of rabbit_channel). */
  flush(channel: number, send: (method: ServerMethod) => void): void {
    const acks = this.#acks;
    const nacks = this.#nacks;
    this.clear();
    say("basic.ack", acks, this.#cutoff(nacks), channel, send);
    say("basic.nack", nacks, this.#cutoff(acks), channel, send);
  }

  /** Forgets what is ripe: a transaction tells it in its own way. */
  clear(): void {
    this.#acks = [];
    this.#nacks = [];
  }

  #cutoff(others: readonly Pending[]): number {
    let cutoff = this.#unconfirmed.lowest ?? Infinity;
    for (const { sequence } of others) if (sequence < cutoff) cutoff = sequence;
    return cutoff;
  }
}

/** Those below the cutoff with one frame; the others one by one. */
function say(type: "basic.ack" | "basic.nack", which: Pending[], cutoff: number, channel: number, send: (method: ServerMethod) => void): void {
  if (which.length === 0) return;
  if (which.length > 1) which.sort((a, b) => a.sequence - b.sequence);
  let from = 0;
  if (which.length > 1) while (from < which.length && which[from]!.sequence < cutoff) from++;
  if (from > 1) send({ type, channel, deliveryTag: which[from - 1]!.sequence, multiple: true });
  for (let at = from > 1 ? from : 0; at < which.length; at++) send({ type, channel, deliveryTag: which[at]!.sequence, multiple: false, message: which[at]!.message });
}
