import type { Duration } from "../../../kernel/time.ts";
import type { Table } from "../methods.ts";
import type { TagMistake } from "./tags.ts";

/** How an application consumes, with the habits people have. */
export interface IncomingOptions {
  readonly queue: string;
  /** Of the subscription, on its channel. Default "consumer". */
  readonly consumerTag?: string;
  /** How many deliveries may be unacknowledged; 0: no limit. Default 10. */
  readonly prefetch?: number;
  /** The limit is the channel's, not each consumer's. Default false. */
  readonly globalPrefetch?: boolean;
  /** "after" the work is done (default), "before" it is begun, or "automatic": the broker expects none (no-ack) and forgets what it sends. */
  readonly ack?: "after" | "before" | "automatic";
  /** One acknowledgement for so many messages (`multiple`). Default 1. */
  readonly ackEvery?: number;
  /** Fetches with `basic.get` at this interval instead of being sent. Default: subscribes. */
  readonly poll?: Duration;
  /** How long the work on a message takes; one after the other. Default 0. */
  readonly work?: Duration;
  /** Messages that cannot be worked on, as if they were malformed. Default: none. */
  readonly poison?: readonly number[];
  /** How many of their deliveries fail; the next succeeds, as when what was missing is back. Default: all. */
  readonly failures?: number;
  /** What is done with what fails: put back, rejected (dead-lettered where there is a dead-letter exchange), acknowledged, or nothing. Default "requeue". */
  readonly onFailure?: "requeue" | "reject" | "ack" | "nothing";
  /** What becomes of deliveries that are not worked on yet when the channel is lost. Default "finish": they are worked on, and cannot be acknowledged. */
  readonly afterLoss?: "finish" | "discard";
  /** Whether a subscription that the broker cancels is made again, after 100 ms. Default true. */
  readonly resubscribe?: boolean;
  /** Of `basic.consume`, such as `x-priority`. */
  readonly arguments?: Table;
  /** Cancels its subscription after so many deliveries, and goes on working on what it has. Default: never. */
  readonly leavesAfter?: number;
  /** Subscribes again under its tag, so long after it has left. Default: never. */
  readonly comesBack?: Duration;
  /** Drops what is delivered between its cancel and the broker's answer: ruby-amqp#198. Default false. */
  readonly deafAfterCancel?: boolean;
  /** What its library gets wrong with delivery tags. Default: nothing. */
  readonly tagMistake?: TagMistake;
  /** The scenario's subscription that its deliveries and effects count for. Default: the only one. */
  readonly subscription?: string;
}
