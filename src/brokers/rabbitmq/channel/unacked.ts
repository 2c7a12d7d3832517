import { SequenceMap } from "../../../delivery/sequence-map.ts";
import type { Micros } from "../../../kernel/time.ts";
import { preconditionFailed } from "../errors.ts";
import type { Queue } from "../queue/queue.ts";

/** A delivery that awaits its acknowledgement. */
export type Delivery = {
  readonly tag: number;
  readonly queue: Queue;
  readonly id: number;
  /** "" for `basic.get`. */
  readonly consumerTag: string;
  readonly at: Micros;
};

/** The delivery tags of a channel, from 1, shared by deliver and get-ok (RABBITMQ.md, Delivery tags). */
export class Unacked {
  #next = 1;
  readonly #deliveries = new SequenceMap<Delivery>();

  get size(): number {
    return this.#deliveries.size;
  }

  get oldest(): Delivery | undefined {
    const { lowest } = this.#deliveries;
    return lowest === undefined ? undefined : this.#deliveries.get(lowest);
  }

  /** A delivery that needs no acknowledgement takes a tag as well. */
  tag(): number {
    return this.#next++;
  }

  add(delivery: Delivery): void {
    this.#deliveries.set(delivery.tag, delivery);
  }

  /** Back to what was taken: a rollback. */
  restore(deliveries: readonly Delivery[]): void {
    for (const one of deliveries) this.add(one);
  }

  takeOne(tag: number): Delivery {
    const delivery = this.#deliveries.get(tag);
    if (delivery === undefined) throw unknown(tag);
    this.#deliveries.delete(tag);
    return delivery;
  }

  /** All up to `tag`, which must itself be unacknowledged; 0: all there are. In order of their tags. */
  takeUpTo(tag: number): Delivery[] {
    if (tag > 0 && !this.#deliveries.has(tag)) throw unknown(tag);
    const taken: Delivery[] = [];
    for (let { lowest } = this.#deliveries; lowest !== undefined && (tag === 0 || lowest <= tag); { lowest } = this.#deliveries) taken.push(this.takeOne(lowest));
    return taken;
  }
}

const unknown = (tag: number) => preconditionFailed(`unknown delivery tag ${tag}`);

/** Deliveries by queue, and by consumer, in the order of their names: so they are settled (foreach_per_queue of rabbit_channel). */
export function* byConsumer(deliveries: readonly Delivery[]): Generator<{ readonly queue: Queue; readonly ids: readonly number[] }> {
  const sorted = [...deliveries].sort((a, b) => order(a.queue.name, b.queue.name) || order(a.consumerTag, b.consumerTag));
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const { queue, consumerTag } = sorted[from]!;
    const ids: number[] = [];
    for (; sorted[to]?.queue === queue && sorted[to]!.consumerTag === consumerTag; to++) ids.push(sorted[to]!.id);
    yield { queue, ids };
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
