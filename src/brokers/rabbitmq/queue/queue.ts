/**
 * How channels and queues talk. Both are actors: in a cluster the queue may live on another node than the channel. Then a proxy
 * stands for the queue on the channel's node, and one for the channel on the queue's node, and frames between the brokers carry the
 * calls. On one node the calls are direct. Calls of either direction arrive in the order they were made.
 */
import type { Plain } from "../../../kernel/plain.ts";
import type { Content } from "../content.ts";
import type { AmqpError } from "../errors.ts";
import type { Table } from "../methods.ts";

/** What becomes of a delivered message: acknowledged, back into the queue, or rejected without (dead-lettered where the queue has an exchange for it). */
export type Outcome = "ack" | "requeue" | "reject";

/** A `basic.consume`, as the queue needs it. */
export type Subscription = {
  readonly consumerTag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  /** Unacknowledged messages at once; 0: any number. */
  readonly prefetch: number;
  readonly arguments: Table;
};

/** Of a `queue.delete`. */
export type Conditions = { readonly ifUnused: boolean; readonly ifEmpty: boolean };

/** A queue, as a channel sees it. */
export interface Queue {
  readonly name: string;
  /** `sequence`: the number to hand to `confirmed` or `rejected`; 0: nobody asks. `from` is undefined for dead letters, which no channel publishes. `again`: to the mirror of a queue that has become the master. */
  publish(content: Content, from: Channel | undefined, sequence: number, again?: boolean): void;
  /** Exactly one `answer` each. A channel does nothing else until it came. */
  consume(from: Channel, subscription: Subscription): void;
  cancel(from: Channel, consumerTag: string): void;
  get(from: Channel, noAck: boolean): void;
  purge(from: Channel): void;
  delete(from: Channel, conditions: Conditions): void;
  /** Passive declaration: counts, and the queue counts as used. */
  inspect(from: Channel): void;
  /** No answer. `ids`: of deliveries to this channel, in the order of their delivery tags; unknown ones are ignored. */
  settle(from: Channel, ids: readonly number[], outcome: Outcome): void;
  /** The channel's shared prefetch has room again. */
  resume(from: Channel): void;
  /** The channel is closed: its consumers are gone, what it had unacknowledged is requeued. */
  gone(from: Channel): void;
  /** It is to be deleted whatever is in it: its connection is gone, to which it was exclusive. */
  end(): void;
  /** What a viewer may show. */
  state(): Plain;
}

/** What a queue answers; "changed": the metadata is. */
export type Answer =
  | { readonly type: "consuming" | "cancelled" | "empty" | "changed" }
  | { readonly type: "got"; readonly id: number; readonly content: Content; readonly redelivered: boolean; readonly deliveryCount: number; readonly messageCount: number }
  | { readonly type: "counts"; readonly messageCount: number; readonly consumerCount: number }
  | { readonly type: "refused"; readonly error: AmqpError };

/** A channel, as a queue sees it. */
export interface Channel {
  /** Never used again, in no life of any node. */
  readonly id: string;
  /** The queue remembers this channel, and wants to hear when it is gone. */
  met(queue: Queue): void;
  answer(answer: Answer): void;
  /** The queue has taken charge of the message of this sequence number (RABBITMQ.md, Confirms: time of ack), or will not. */
  confirmed(queue: Queue, sequence: number): void;
  rejected(queue: Queue, sequence: number): void;
  /** `id`: what to settle it by. `deliveryCount`: earlier attempts of a quorum queue; -1 for a classic queue, which does not count. */
  deliver(queue: Queue, consumerTag: string, id: number, content: Content, redelivered: boolean, deliveryCount: number): void;
  /** Whether the shared prefetch (`basic.qos` with global) has room. If not, the channel calls `resume` when it has. */
  admits(queue: Queue): boolean;
  /** The queue was deleted or its node went down: its consumers hear `basic.cancel`, late settlements are ignored. */
  queueGone(queue: Queue): void;
}
