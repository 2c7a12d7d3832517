import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { Channel, Queue } from "../queue/queue.ts";

/** A channel that publishes to a quorum queue (an enqueuer of rabbit_fifo_client). */
type Publisher = {
  readonly channel: Channel;
  /** Its messages for this queue, counted from 1. */
  last: number;
  /** The sequence numbers to confirm, by those. */
  readonly pending: SequenceMap<number>;
  /** It was told that the queue is full (reject-publish), so nothing of it is sent any more. */
  refused: boolean;
};

/** Those who publish to a quorum queue, and what they wait for. */
export class Publishers {
  readonly #queue: Queue;
  readonly #publishers = new Map<string, Publisher>();

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  /** The number of the next message of this channel; 0: the queue is full, and it is rejected. `over`: what a newcomer is told. */
  next(channel: Channel, sequence: number, over: boolean): number {
    let publisher = this.#publishers.get(channel.id);
    if (publisher === undefined) {
      this.#publishers.set(channel.id, (publisher = { channel, last: 0, pending: new SequenceMap(), refused: over }));
      channel.met(this.#queue);
    }
    if (publisher.refused) {
      if (sequence > 0) channel.rejected(this.#queue, sequence);
      return 0;
    }
    publisher.last++;
    if (sequence > 0) publisher.pending.set(publisher.last, sequence);
    return publisher.last;
  }

  enqueued(id: string, nth: number): void {
    const publisher = this.#publishers.get(id);
    const sequence = publisher?.pending.get(nth);
    if (sequence === undefined) return;
    publisher!.pending.delete(nth);
    publisher!.channel.confirmed(this.#queue, sequence);
  }

  /** The queue became full, or has room again: all are told. */
  tell(refused: boolean): void {
    for (const publisher of this.#publishers.values()) publisher.refused = refused;
  }

  forget(channel: Channel): boolean {
    return this.#publishers.delete(channel.id);
  }

  /** The queue is deleted: what it owes is confirmed (RABBITMQ.md, Confirms). */
  end(): void {
    for (const { channel, pending } of this.#publishers.values()) for (const [, sequence] of pending.entries()) channel.confirmed(this.#queue, sequence);
    this.#publishers.clear();
  }
}
