import { AmqpError, named, preconditionFailed } from "../errors.ts";
import { fieldType } from "../field.ts";
import type { Plain } from "../../../kernel/plain.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { ExchangeDefinition } from "./definition.ts";

/** The arguments of a queue that a second declaration must repeat (rabbit_amqqueue:declare_args). */
const COMPARED: readonly string[] = [
  "x-expires", "x-message-ttl", "x-dead-letter-exchange", "x-dead-letter-routing-key", "x-dead-letter-strategy", "x-max-length", "x-max-length-bytes", "x-max-in-memory-length", "x-max-in-memory-bytes",
  "x-max-priority", "x-overflow", "x-queue-mode", "x-queue-version", "x-single-active-consumer", "x-queue-type", "x-quorum-initial-group-size", "x-max-age", "x-stream-max-segment-size-bytes", "x-initial-cluster-size", "x-queue-leader-locator", "x-delivery-limit",
];

export function checkQueueEquivalence(current: QueueDefinition, wanted: QueueDefinition): void {
  if (wanted.owner !== current.owner) throw new AmqpError("RESOURCE_LOCKED", `cannot obtain exclusive access to locked ${named("queue", current.name)}. It could be originally declared on another connection or the exclusive property value does not match that of the original declaration.`);
  const what = named("queue", current.name);
  same("durable", what, current.durable, wanted.durable);
  same("auto_delete", what, current.autoDelete, wanted.autoDelete);
  for (const name of COMPARED) sameArgument(name, what, current.arguments[name], wanted.arguments[name]);
}

export function checkExchangeEquivalence(current: ExchangeDefinition, wanted: ExchangeDefinition): void {
  const what = named("exchange", current.name);
  same("type", what, current.kind, wanted.kind);
  same("durable", what, current.durable, wanted.durable);
  same("auto_delete", what, current.autoDelete, wanted.autoDelete);
  same("internal", what, current.internal, wanted.internal);
  sameArgument("alternate-exchange", what, current.arguments["alternate-exchange"], wanted.arguments["alternate-exchange"]);
}

function same(name: string, what: string, current: unknown, wanted: unknown): void {
  if (current !== wanted) throw preconditionFailed(`inequivalent arg '${name}' for ${what}: received '${wanted}' but current is '${current}'`);
}

function sameArgument(name: string, what: string, current: Plain | undefined, wanted: Plain | undefined): void {
  if (JSON.stringify(current) === JSON.stringify(wanted)) return;
  // A queue without a type is a classic one.
  if (name === "x-queue-type" && current === undefined && wanted === "classic") return;
  if (current !== undefined && wanted !== undefined) return same(name, what, current, wanted);
  throw preconditionFailed(`inequivalent arg '${name}' for ${what}: received ${described(wanted)} but current is ${described(current)}`);
}

const described = (value: Plain | undefined): string => (value === undefined ? "none" : `the value '${String(value)}' of type '${fieldType(value)}'`);
