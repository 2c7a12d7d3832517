import type { Message } from "../../../delivery/message.ts";
import type { Duration } from "../../../kernel/time.ts";
import type { Properties } from "../methods.ts";

/** What becomes of a message: published again; reported as not stored, or as given up; taken for stored; or nobody hears of it again. */
export type Fate = "republished" | "refused" | "given up" | "believed" | "forgotten";

/** How an application publishes, with the habits people have. */
export interface OutgoingOptions {
  /** Default: the default exchange, "". */
  readonly exchange?: string;
  /** Default "". Of the default exchange it is the name of the queue. */
  readonly routingKey?: string | ((message: Message) => string);
  /** Default: persistent (delivery mode 2), and nothing else. */
  readonly properties?: Properties | ((message: Message) => Properties);
  /** Publisher confirms. Without, what was sent counts as stored. Default true. */
  readonly confirms?: boolean;
  /** Wants back what cannot be routed. Default true. */
  readonly mandatory?: boolean;
  /** Of what is published while there is no channel. "republished": as soon as there is one. Default "republished". */
  readonly offline?: Fate;
  /** Of what was sent and not confirmed when the channel is lost. Default "republished". */
  readonly unconfirmed?: Fate;
  /** Of what the broker refused with a nack. Default "republished". */
  readonly nacked?: Fate;
  /** Of what came back unroutable. "believed": the ack that follows the return is believed. Default "republished". */
  readonly returned?: Fate;
  /** How long after a nack or a return it is published again. Default 100ms. */
  readonly retryAfter?: Duration;
  /** How long a confirm may take before the message is published again. Default: as long as the channel lives. */
  readonly confirmTimeout?: Duration;
  /** Writes each message to disk before it is sent, and forgets it when the broker has it. A publisher's message counts as confirmed when it is written. Default false: a crash forgets it. */
  readonly outbox?: boolean;
  /** After the channel was lost, goes on counting confirms where it was, though the broker begins at 1 again. Default false. */
  readonly staleSequence?: boolean;
}
