import type { Micros } from "../../../kernel/time.ts";
import type { Content } from "../content.ts";
import type { Settings } from "../settings.ts";
import type { Journal } from "../storage/journal.ts";
import type { Timers } from "../timers.ts";
import type { QueueDefinition } from "./definition.ts";
import type { Queue } from "./queue.ts";

/** Why a message is dead-lettered: `reason` in its `x-death`. */
export type DeathReason = "rejected" | "expired" | "maxlen" | "delivery_limit";

/** Who is told what a classic queue holds: its mirrors have the same. */
export interface QueueObserver {
  kept(id: number, content: Content, expires: Micros): void;
  forgotten(id: number): void;
}

/** What a queue asks of the node it lives on. */
export interface QueueHost {
  readonly now: Micros;
  readonly settings: Settings;
  readonly journal: Journal;
  readonly timers: Timers;
  /** A message is dead: it goes to the queue's dead-letter exchange, if there is one, and is dropped else. */
  died(queue: QueueDefinition, content: Content, reason: DeathReason): void;
  /** The dead letter that it makes, and the queues it goes to. */
  deadLetter(queue: QueueDefinition, content: Content, reason: DeathReason): { readonly content: Content; readonly queues: readonly Queue[] };
  /** Dead letters that a queue brought on their way itself have arrived. */
  deadLettered(queue: QueueDefinition, content: Content): void;
  /** More messages are ready than ever were in its life. */
  grew(queue: string, ready: number): void;
  /** The queue removed itself: auto-delete, `x-expires`. */
  deleted(queue: string): void;
}
