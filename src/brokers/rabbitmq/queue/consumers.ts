import { Deque } from "../../deque.ts";
import type { Channel, Queue, Subscription } from "./queue.ts";

/** One subscription of a queue. */
export class Consumer {
  readonly channel: Channel;
  readonly subscription: Subscription;
  /** `x-priority`: higher ones are served first. */
  readonly priority: number;
  unacked = 0;
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
  /** Those whose turn came while they, or all of their channel, could take nothing, by channel: in the order in which it did. */
  readonly #blocked = new Map<Channel, Consumer[]>();
  /** Channels that were at their limit when they were asked: they are not asked again until they say so themselves. */
  readonly #suspended = new Set<Channel>();

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
    const { channel } = consumer;
    this.all.splice(this.all.indexOf(consumer), 1);
    consumer.cancelled = true;
    this.#keep(channel, (this.#blocked.get(channel) ?? []).filter((one) => one !== consumer));
    if (!this.all.some((one) => one.channel === channel)) this.#suspended.delete(channel);
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
        if (!first.cancelled) this.#block(first);
      }
    }
    return undefined;
  }

  /** One of the channel has credit again: all of it that have some come back, at the end, in the order in which they left. */
  unblock(channel: Channel): void {
    const blocked = this.#blocked.get(channel);
    if (blocked === undefined) return;
    this.#keep(channel, blocked.filter(({ full }) => full));
    for (const consumer of blocked) if (!consumer.full) this.#wait(consumer);
  }

  /** The limit of the channel holds its consumers back no longer. */
  resumed(channel: Channel): void {
    if (this.#suspended.delete(channel)) this.unblock(channel);
  }

  #takes({ full, channel }: Consumer): boolean {
    if (full || this.#suspended.has(channel)) return false;
    if (channel.admits(this.#queue)) return true;
    this.#suspended.add(channel);
    return false;
  }

  #block(consumer: Consumer): void {
    const blocked = this.#blocked.get(consumer.channel);
    if (blocked === undefined) this.#blocked.set(consumer.channel, [consumer]);
    else blocked.push(consumer);
  }

  #keep(channel: Channel, blocked: Consumer[]): void {
    if (blocked.length > 0) this.#blocked.set(channel, blocked);
    else this.#blocked.delete(channel);
  }

  #wait(consumer: Consumer): void {
    let at = this.#levels.findIndex(({ priority }) => priority <= consumer.priority);
    if (at < 0) at = this.#levels.length;
    if (this.#levels[at]?.priority !== consumer.priority) this.#levels.splice(at, 0, { priority: consumer.priority, rotation: new Deque() });
    this.#levels[at]!.rotation.push(consumer);
  }
}
