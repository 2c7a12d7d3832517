import type { Table } from "../methods.ts";

/** What a full queue does: drop its oldest message, or refuse the new one; `-dlx` dead-letters the refused one. */
export type Overflow = "drop-head" | "reject-publish" | "reject-publish-dlx";

/** The arguments of a queue that this model knows, read. Times in ms, as AMQP has them; Infinity: none. */
export interface QueueOptions {
  readonly ttl: number;
  readonly expires: number;
  readonly maxLength: number;
  readonly maxBytes: number;
  readonly overflow: Overflow;
  readonly deadLetterExchange: string | undefined;
  readonly deadLetterRoutingKey: string | undefined;
  readonly atLeastOnce: boolean;
  readonly maxPriority: number;
  /** Messages wait on the disk alone. */
  readonly lazy: boolean;
  readonly singleActive: boolean;
  readonly deliveryLimit: number;
}

const number = (value: unknown): number => (typeof value === "number" ? value : Infinity);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Of arguments that were accepted (arguments.ts). */
export function queueOptions(given: Table): QueueOptions {
  return {
    ttl: number(given["x-message-ttl"]),
    expires: number(given["x-expires"]),
    maxLength: number(given["x-max-length"]),
    maxBytes: number(given["x-max-length-bytes"]),
    overflow: (text(given["x-overflow"]) ?? "drop-head") as Overflow,
    deadLetterExchange: text(given["x-dead-letter-exchange"]),
    deadLetterRoutingKey: text(given["x-dead-letter-routing-key"]),
    atLeastOnce: given["x-dead-letter-strategy"] === "at-least-once",
    maxPriority: given["x-max-priority"] === undefined ? 0 : Math.min(number(given["x-max-priority"]), 255),
    lazy: given["x-queue-mode"] === "lazy",
    singleActive: given["x-single-active-consumer"] === true,
    deliveryLimit: number(given["x-delivery-limit"]),
  };
}
