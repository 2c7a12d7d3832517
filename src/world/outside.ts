import type { DeliveryVerb, EffectOptions, EffectResult, Message } from "../delivery/message.ts";
import type { Plain } from "../kernel/plain.ts";
import type { Node } from "./node.ts";

/** What of delivery was said in a step; the numbers enter the digest. */
export type Spoken = "confirm" | "refuse" | "give-up" | DeliveryVerb;

/**
 * The world's view of what is outside it: the workload that hands messages over, the sinks that take effects, and the
 * observer who writes the history. The delivery room implements it; the world only calls.
 */
export interface Outside {
  /** Schedules what the workload hands over next. Called at the start and when each hand-over falls due. */
  due(ordinal: number): void;
  /** The hand-over itself, before the handler's first output: recorded, and the message to give to the process. */
  publish(node: Node, ordinal: number): Message;
  /** Asks a sink what it would answer, applying nothing; `staged` are the effects of the same transaction so far. */
  probe(node: Node, message: Message | number, options: EffectOptions | undefined, staged: readonly StagedEffect[]): EffectResult;
  /** Acts on a sink. */
  effect(node: Node, message: Message | number, options: EffectOptions | undefined): EffectResult;
  say(node: Node, verb: Spoken, message: number, detail: Plain | undefined): void;
  because(message: number, verb: DeliveryVerb): void;
  gauge(node: Node, name: string, value: number): void;
  /** Asked whether something was so at least sometimes: whether it was, this time. */
  sometimes(name: string, so: boolean): void;
  /** No obligation on any of these ordinals is unmet, so their packet counters may be forgotten. */
  settled(first: number, last: number): boolean;
  /** A step began; called only while `follows`, so that causes run through steps that say nothing. */
  follow(event: number, cause: number): void;
  readonly follows: boolean;
  /** Every obligation is met or excused. */
  readonly met: boolean;
}

/** An effect inside a transaction, not yet applied. */
export interface StagedEffect {
  readonly message: Message | number;
  readonly options: EffectOptions | undefined;
  readonly result: EffectResult;
}
