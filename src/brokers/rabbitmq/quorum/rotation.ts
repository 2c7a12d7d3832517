import { Deque } from "../../deque.ts";

/** A consumer of a quorum queue, or a `basic.get` that has not been settled, which counts as one. */
export type QuorumConsumer = {
  readonly channel: string;
  readonly consumerTag: string;
  readonly prefetch: number;
  readonly priority: number;
  /** Credit beyond the prefetch, which it got by mistake: see `QuorumMachine`. */
  extra: number;
  /** Cancelled, or a get: it takes nothing more, and is forgotten when it holds nothing. */
  over: boolean;
  /** Its node cannot be seen (suspected_down). */
  suspended: boolean;
  /** So many messages it holds. */
  held: number;
  /** In the rotation. */
  waiting: boolean;
};

/** Whose turn it is: consumers of the highest priority first, in turn among themselves; who can take nothing leaves, and comes back at the end. */
export class Rotation {
  /** By priority, the highest first. */
  readonly #levels = new Map<number, Deque<QuorumConsumer>>();
  #order: readonly number[] = [];

  add(consumer: QuorumConsumer): void {
    if (!consumer.waiting && canTake(consumer)) this.restore(consumer);
  }

  /** As `order` had it: one that can take nothing now may still be in it, and keep its turn. */
  restore(consumer: QuorumConsumer): void {
    let level = this.#levels.get(consumer.priority);
    if (level === undefined) {
      this.#levels.set(consumer.priority, (level = new Deque()));
      this.#order = [...this.#levels.keys()].sort((a, b) => b - a);
    }
    consumer.waiting = true;
    level.push(consumer);
  }

  /** The next that can take a message, which the caller gives it; it goes to the end, or leaves when this is all it can take. */
  next(): QuorumConsumer | undefined {
    for (const priority of this.#order) {
      const level = this.#levels.get(priority)!;
      for (let consumer = level.shift(); consumer !== undefined; consumer = level.shift()) {
        const takes = canTake(consumer);
        consumer.waiting = takes && consumer.held + 1 < consumer.prefetch + consumer.extra;
        if (consumer.waiting) level.push(consumer);
        if (takes) return consumer;
      }
    }
    return undefined;
  }

  /** Everybody in it, in an order that `restore` makes the same again. */
  get order(): readonly QuorumConsumer[] {
    return this.#order.flatMap((priority) => [...this.#levels.get(priority)!]);
  }

  remove(consumer: QuorumConsumer): void {
    if (consumer.waiting) this.#levels.get(consumer.priority)!.delete(consumer);
    consumer.waiting = false;
  }
}

const canTake = ({ over, suspended, held, prefetch, extra }: QuorumConsumer): boolean => !over && !suspended && held < prefetch + extra;

/** What a consumer is known by. */
export const keyOf = (channel: string, consumerTag: string): string => `${channel} ${consumerTag}`;
