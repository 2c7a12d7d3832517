import { AmqpError, named, notFound, preconditionFailed } from "../errors.ts";
import { fieldType } from "../field.ts";
import { LONGEST } from "../queue/arguments.ts";
import type { Content } from "../content.ts";
import type { ClientMethod, Properties, Table } from "../methods.ts";
import type { AmqpChannel } from "./channel.ts";

type Publish = Extract<ClientMethod, { type: "basic.publish" }>;

/** Everybody is logged in as this user. */
const USER = "guest";
const NO_PROPERTIES: Properties = {};

/** `basic.publish`: what cannot be published at all is an error and takes no sequence number. */
export function publish(channel: AmqpChannel, method: Publish): void {
  const exchange = channel.node.topology.exchanges.get(method.exchange);
  if (exchange === undefined) throw notFound("exchange", method.exchange);
  if (exchange.internal) throw new AmqpError("ACCESS_REFUSED", `cannot publish to internal ${named("exchange", exchange.name)}`);
  if (method.immediate === true) throw new AmqpError("NOT_IMPLEMENTED", "immediate=true");
  const content = contentOf(method);
  const mandatory = method.mandatory === true;
  if (channel.transaction !== undefined) channel.transaction.publish({ content, mandatory });
  else route(channel, content, mandatory, channel.mode === "confirm");
}

/** Routes it. `confirmed`: under the next sequence number. */
export function route(channel: AmqpChannel, content: Content, mandatory: boolean, confirmed: boolean): void {
  const { exchange, routingKeys, properties, message } = content;
  const queues = channel.node.routing.route(exchange, routingKeys, properties.headers);
  if (mandatory && queues.length === 0) channel.send({ type: "basic.return", channel: channel.number, message, replyCode: 312, replyText: "NO_ROUTE", exchange, routingKey: routingKeys[0]!, properties });
  let sequence = 0;
  if (confirmed) {
    sequence = channel.confirms.expect(message.id, queues);
    if (queues.length === 0) channel.touch();
  }
  for (const queue of queues) queue.publish(content, channel, sequence);
}

function contentOf({ message, exchange, routingKey, properties = NO_PROPERTIES }: Publish): Content {
  const { expiration, headers, userId } = properties;
  if (expiration !== undefined) checkExpiration(expiration);
  if (userId !== undefined && userId !== USER) throw preconditionFailed(`user_id property set to '${userId}' but authenticated user was '${USER}'`);
  if (headers === undefined || (headers["CC"] === undefined && headers["BCC"] === undefined)) return { message, exchange, routingKeys: [routingKey], properties };
  const { BCC: blind, ...rest } = headers;
  const keys = [...carbonCopies(headers, "CC"), ...carbonCopies({ BCC: blind ?? [] }, "BCC")];
  return { message, exchange, routingKeys: [routingKey, ...keys], properties: { ...properties, headers: rest } };
}

/** Sender-selected distribution: further routing keys in headers. */
function carbonCopies(headers: Table, name: "CC" | "BCC"): readonly string[] {
  const keys = headers[name] ?? [];
  if (!Array.isArray(keys)) throw preconditionFailed(`invalid message: {unacceptable_type_in_header,"${name}",${fieldType(keys)}}`);
  return keys.filter((key): key is string => typeof key === "string");
}

/** Milliseconds in decimal digits. */
function checkExpiration(expiration: string): void {
  const [, digits, rest] = /^([-+]?\d+)?(.*)$/s.exec(expiration)!;
  const value = Number(digits);
  const wrong = digits === undefined ? "no_integer" : rest !== "" ? `{leftover_string,"${rest}"}` : value < 0 ? `{value_negative,${value}}` : value > LONGEST ? `{value_too_large,${value}}` : undefined;
  if (wrong !== undefined) throw preconditionFailed(`invalid expiration '${expiration}': ${wrong}`);
}
