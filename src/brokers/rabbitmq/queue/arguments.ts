import type { Plain } from "../../../kernel/plain.ts";
import { AmqpError, named, preconditionFailed } from "../errors.ts";
import { fieldType, notCounted } from "../field.ts";
import type { Table } from "../methods.ts";
import { isQuorum } from "./definition.ts";
import type { QueueDefinition } from "./definition.ts";

/** Ten years in ms: MAX_EXPIRY_TIMER. */
export const LONGEST = 315_360_000_000;

/** What is wrong with a value, or nothing. */
type Check = (value: Plain, given: Table) => string | undefined;

const wrongType = (value: Plain): string => `{unacceptable_type,${fieldType(value)}}`;
const counted: Check = (value) => notCounted(value);
const positive: Check = (value) => notCounted(value) ?? (value === 0 ? "{value_zero,0}" : undefined);
const timed = (check: Check): Check => (value, given) => check(value, given) ?? ((value as number) > LONGEST ? `{value_too_large,${value}}` : undefined);
const text: Check = (value) => (typeof value === "string" ? undefined : wrongType(value));
const oneOf = (values: readonly string[], otherwise: (value: Plain) => string): Check => (value, given) => text(value, given) ?? (values.includes(value as string) ? undefined : otherwise(value));
const any: Check = () => undefined;

const BOTH = ["classic", "quorum"];

/** The arguments RabbitMQ 3.10 knows, in the order in which it checks them (rabbit_amqqueue:declare_args): of which queues, and what they may be. Unknown ones are accepted and ignored. */
const ARGUMENTS: readonly (readonly [name: string, types: readonly string[], check: Check])[] = [
  ["x-expires", BOTH, timed(positive)],
  ["x-message-ttl", BOTH, timed(counted)],
  ["x-dead-letter-exchange", BOTH, any],
  ["x-dead-letter-routing-key", BOTH, (value, given) => text(value, given) ?? (given["x-dead-letter-exchange"] === undefined ? "routing_key_but_no_dlx_defined" : undefined)],
  ["x-dead-letter-strategy", ["quorum"], oneOf(["at-most-once", "at-least-once"], () => "invalid_dlx_strategy")],
  ["x-max-length", BOTH, counted],
  ["x-max-length-bytes", BOTH, counted],
  ["x-max-in-memory-length", ["quorum"], counted],
  ["x-max-in-memory-bytes", ["quorum"], counted],
  ["x-max-priority", ["classic"], (value) => notCounted(value) ?? ((value as number) > 255 ? `{max_value_exceeded,${value}}` : undefined)],
  ["x-overflow", BOTH, oneOf(["drop-head", "reject-publish", "reject-publish-dlx"], () => "invalid_overflow")],
  ["x-queue-mode", ["classic"], oneOf(["default", "lazy"], (value) => `"unsupported queue mode '${String(value)}'"`)],
  ["x-queue-version", ["classic"], (value) => notCounted(value) ?? (value === 1 || value === 2 ? undefined : `"unsupported queue version '${String(value)}'"`)],
  ["x-single-active-consumer", BOTH, (value) => (typeof value === "boolean" ? undefined : wrongType(value))],
  ["x-quorum-initial-group-size", ["quorum"], positive],
  ["x-queue-leader-locator", ["quorum"], oneOf(["client-local", "random", "least-leaders", "balanced"], () => "invalid_queue_locator_arg")],
  ["x-delivery-limit", ["quorum"], any],
];

/** Whether a queue can be declared so. @throws AmqpError in RabbitMQ's words, if not. */
export function checkArguments(definition: QueueDefinition): void {
  const given = definition.arguments;
  const what = named("queue", definition.name);
  const invalid = (name: string, why: string): AmqpError => preconditionFailed(`invalid arg '${name}' for ${what}: ${why}`);
  const type = given["x-queue-type"] ?? "classic";
  const exchange = given["x-dead-letter-exchange"] ?? "";
  if (typeof exchange !== "string") throw preconditionFailed(`invalid type '${fieldType(exchange)}' for arg 'x-dead-letter-exchange' in ${what}`);
  if (typeof type !== "string") throw invalid("x-queue-type", wrongType(type));
  if (type === "stream") throw new AmqpError("NOT_IMPLEMENTED", "streams are not modelled");
  if (!BOTH.includes(type)) throw invalid("x-queue-type", `"unsupported queue type '${type}'"`);
  for (const [name, types] of ARGUMENTS) if (given[name] !== undefined && !types.includes(type)) throw preconditionFailed(`invalid arg '${name}' for ${what} of queue type rabbit_${type}_queue`);
  for (const [name, , check] of ARGUMENTS) {
    const value = given[name];
    const wrong = value === undefined ? undefined : check(value, given);
    if (wrong !== undefined) throw invalid(name, wrong);
  }
  if (isQuorum(definition)) checkQuorum(definition, what);
}

/** Quorum queues are durable and nobody's own. */
function checkQuorum({ durable, owner, autoDelete }: QueueDefinition, what: string): void {
  const wrong = !durable ? "non-durable" : owner !== "" ? "exclusive-owner" : autoDelete ? "auto-delete" : undefined;
  if (wrong !== undefined) throw preconditionFailed(`invalid property '${wrong}' for ${what}`);
}
