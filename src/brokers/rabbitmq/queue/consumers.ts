import { Deque } from "../../deque.ts";
import type { Channel, Queue, Subscription } from "./queue.ts";

/** One subscription of a queue. */
export class Consumer {
  readonly channel: Channel;
  readonly subscription: Subscription;
  /** `x-priority`: higher ones are served first. */
  readonly priority: number;
  unacked = 0;
  /** In the rotation, or left out because it can take nothing. */
  waiting = false;
  cancelled = false;

  constructor(channel: Channel, subscription: Subscription) {
    this.channel = channel;
    this.subscription = subscription;
    const { "x-priority": priority } = subscription.arguments;
    this.priority = typeof priority === "number" ? priority : 0;
  }

  get full(): boolean {
    const { prefetch, noAck } = this.subscription;
    return prefetch > 0 && !noAck && this.unacked >= prefetch;
  }
}

type Level = { readonly priority: number; readonly rotation: Deque<Consumer> };

/**
 * Who is served next: consumers of the highest priority first, in turn among themselves (rabbit_queue_consumers). One whose turn
 * comes while it can take nothing leaves the rotation, and comes back at its end.
 */
export class Consumers {
  readonly all: Consumer[] = [];
  /** With `x-single-active-consumer`: the one that is served. */
  active: Consumer | undefined;
  readonly single: boolean;
  readonly #queue: Queue;
  /** Highest first. */
  readonly #levels: Level[] = [];
  /** Those whose turn came while the limit of their channel was reached. */
  readonly #held: Consumer[] = [];

  constructor(queue: Queue, single: boolean) {
    this.#queue = queue;
    this.single = single;
  }

  get count(): number {
    return this.all.length;
  }

  add(consumer: Consumer): void {
    this.all.push(consumer);
    if (this.single) this.active ??= consumer;
    else this.#wait(consumer);
  }

  find(channel: Channel, consumerTag: string): Consumer | undefined {
    return this.all.find((one) => one.channel === channel && one.subscription.consumerTag === consumerTag);
  }

  of(channel: Channel): Consumer[] {
    return this.all.filter((one) => one.channel === channel);
  }

  /** True when another was made the active one. */
  remove(consumer: Consumer): boolean {
    this.all.splice(this.all.indexOf(consumer), 1);
    consumer.cancelled = true;
    if (this.active !== consumer) return false;
    this.active = this.all.reduce<Consumer | undefined>((best, one) => (best === undefined || one.priority > best.priority ? one : best), undefined);
    return this.active !== undefined;
  }

  /** The one to be served, if any can be: the caller serves it. */
  next(): Consumer | undefined {
    if (this.single) return this.active !== undefined && this.#takes(this.active) ? this.active : undefined;
    for (const { rotation } of this.#levels) {
      for (let first = rotation.shift(); first !== undefined; first = rotation.shift()) {
        if (!first.cancelled && this.#takes(first)) {
          rotation.push(first);
          return first;
        }
        first.waiting = false;
        if (!first.cancelled && !first.full) this.#held.push(first);
      }
    }
    return undefined;
  }

  /** It may take something again. */
  freed(consumer: Consumer): void {
    if (!this.single && !consumer.waiting && !consumer.cancelled && !consumer.full && !this.#held.includes(consumer)) this.#wait(consumer);
  }

  /** The limit of the channel holds its consumers back no longer: they come back in the order in which it did. */
  resumed(channel: Channel): void {
    for (const consumer of this.#held.filter((one) => one.channel === channel)) {
      this.#held.splice(this.#held.indexOf(consumer), 1);
      this.freed(consumer);
    }
  }

  #takes(consumer: Consumer): boolean {
    return !consumer.full && consumer.channel.admits(this.#queue);
  }

  #wait(consumer: Consumer): void {
    consumer.waiting = true;
    let at = this.#levels.findIndex(({ priority }) => priority <= consumer.priority);
    if (at < 0) at = this.#levels.length;
    if (this.#levels[at]?.priority !== consumer.priority) this.#levels.splice(at, 0, { priority: consumer.priority, rotation: new Deque() });
    this.#levels[at]!.rotation.push(consumer);
  }
}
