import type { Content } from "../content.ts";
import type { DeathReason } from "../queue/host.ts";
import type { Answer } from "../queue/queue.ts";

/**
 * Entries of a quorum queue's log (rabbit_fifo). `channel` is the id of one; `at` the leader's clock when it was proposed, µs: the
 * machine has no other.
 */
export type QuorumCommand = { readonly at: number } & (
  /** `nth` message of this channel for this queue, from 1: a second one of that number is the same, sent again. `channel` "": a dead letter, which nobody sends again. */
  | { readonly type: "enqueue"; readonly channel: string; readonly nth: number; readonly content: Content }
  | { readonly type: "checkout"; readonly channel: string; readonly consumerTag: string; readonly prefetch: number; readonly priority: number }
  | { readonly type: "cancel"; readonly channel: string; readonly consumerTag: string }
  | { readonly type: "get"; readonly channel: string; readonly noAck: boolean }
  | { readonly type: "purge"; readonly channel: string }
  | { readonly type: "settle" | "return" | "discard"; readonly channel: string; readonly ids: readonly number[] }
  /** A channel is gone, for good. */
  | { readonly type: "down"; readonly channel: string }
  /** Its node cannot be seen: what its consumers hold is returned, and they get nothing until they are resumed. They are there all the same. */
  | { readonly type: "suspend" | "resume"; readonly channel: string }
  /** Dead letters have reached all their queues. */
  | { readonly type: "dead-lettered"; readonly ids: readonly number[] }
  /** Time to look at what expires. */
  | { readonly type: "expire" }
);

/** What the machine wants done. The leader's carries it out; the others' keep still. */
export interface QuorumEffects {
  /** The message is in the log: confirm it. */
  enqueued(channel: string, nth: number): void;
  deliver(channel: string, consumerTag: string, id: number, content: Content, deliveryCount: number): void;
  answer(channel: string, answer: Answer): void;
  /** To be dead-lettered, at most once: the machine has forgotten it. */
  died(content: Content, reason: DeathReason): void;
  /** To be dead-lettered, at least once: the machine keeps it until it is told "dead-lettered". */
  kept(id: number, content: Content, reason: DeathReason): void;
}

/** Does nothing: of a follower, and of a log that is read again. */
export const SILENT: QuorumEffects = { enqueued() {}, deliver() {}, answer() {}, died() {}, kept() {} };
