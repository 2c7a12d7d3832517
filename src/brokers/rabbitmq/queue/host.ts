import type { Micros } from "../../../kernel/time.ts";
import type { Content } from "../content.ts";
import type { Message } from "../../../delivery/message.ts";
import type { Settings } from "../settings.ts";
import type { Journal } from "../storage/journal.ts";
import type { Timers } from "../timers.ts";

/** Why a message is dead-lettered: `reason` in its `x-death`. */
export type DeathReason = "rejected" | "expired" | "maxlen" | "delivery_limit";

/** What a queue asks of the node it lives on. */
export interface QueueHost {
  readonly now: Micros;
  readonly settings: Settings;
  readonly journal: Journal;
  readonly timers: Timers;
  /** Publishes it to the queue's dead-letter exchange; without one it is dropped. */
  deadLetter(queue: string, content: Content, reason: DeathReason): void;
  /** For observers: it expired, and no dead letter was made of it. */
  expired(queue: string, message: Message): void;
  /** The queue removed itself: auto-delete, `x-expires`. */
  deleted(queue: string): void;
}
