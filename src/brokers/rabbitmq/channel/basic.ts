import { counted } from "../content.ts";
import { AmqpError, named, preconditionFailed } from "../errors.ts";
import { fieldType } from "../field.ts";
import type { ClientMethod } from "../methods.ts";
import { isQuorum } from "../queue/definition.ts";
import type { Outcome } from "../queue/queue.ts";
import type { AmqpChannel } from "./channel.ts";

type Of<T extends ClientMethod["type"]> = Extract<ClientMethod, { type: T }>;

/** The methods of class basic, but for publish. */
export function basicMethod(channel: AmqpChannel, method: ClientMethod): void {
  switch (method.type) {
    case "basic.ack": return acknowledge(channel, method.deliveryTag, method.multiple === true, "ack");
    case "basic.nack": return acknowledge(channel, method.deliveryTag, method.multiple === true, method.requeue === false ? "reject" : "requeue");
    case "basic.reject": return acknowledge(channel, method.deliveryTag, false, method.requeue === false ? "reject" : "requeue");
    case "basic.consume": return consume(channel, method);
    case "basic.cancel": return cancel(channel, method);
    case "basic.get": return get(channel, method);
    case "basic.qos": return qos(channel, method);
    case "basic.recover": return recover(channel, method);
  }
}

/** Tag 0 with `multiple`: everything; without: never a tag. In a transaction it takes effect with the commit. */
function acknowledge(channel: AmqpChannel, tag: number, multiple: boolean, outcome: Outcome): void {
  const deliveries = multiple ? channel.unacked.takeUpTo(tag) : [channel.unacked.takeOne(tag)];
  if (deliveries.length === 0) return;
  if (channel.transaction !== undefined) channel.transaction.settle(deliveries, outcome);
  else channel.settle(deliveries, outcome);
}

function consume(channel: AmqpChannel, method: Of<"basic.consume">): void {
  const { noAck = false, exclusive = false, arguments: given = {} } = method;
  const consumerTag = method.consumerTag === "" ? channel.node.consumerTag() : method.consumerTag;
  if (channel.consumers.has(consumerTag)) throw new AmqpError("NOT_ALLOWED", `attempt to reuse consumer tag '${consumerTag}'`);
  const queue = channel.queueNamed(method.queue);
  if (channel.shared.count > 0 && isQuorum(channel.node.topology.queues.get(queue.name)!)) throw new AmqpError("NOT_IMPLEMENTED", `${named("queue", queue.name)} does not support global qos`);
  const priority = given["x-priority"];
  if (priority !== undefined && !Number.isInteger(priority)) throw preconditionFailed(`invalid arg 'x-priority' for ${named("queue", queue.name)}: "expected integer, got ${fieldType(priority)}"`);
  const subscription = { consumerTag, noAck, exclusive, prefetch: channel.prefetch, arguments: given };
  const outOfTurn = !channel.node.settings.consumerIdsContinue && isQuorum(channel.node.topology.queues.get(queue.name)!) && channel.unacked.holds(queue, consumerTag);
  channel.ask(() => queue.consume(channel, subscription), () => {
    channel.consumers.set(consumerTag, { queue, noAck, outOfTurn });
    channel.send({ type: "basic.consume-ok", channel: channel.number, consumerTag });
  });
}

/** What it holds unacknowledged stays its own. A tag nobody knows is no error. */
function cancel(channel: AmqpChannel, { consumerTag }: Of<"basic.cancel">): void {
  channel.returns.forget(consumerTag);
  const ok = (): void => {
    channel.consumers.delete(consumerTag);
    channel.send({ type: "basic.cancel-ok", channel: channel.number, consumerTag });
  };
  const consumer = channel.consumers.get(consumerTag);
  if (consumer === undefined) ok();
  else channel.ask(() => consumer.queue.cancel(channel, consumerTag), ok);
}

function get(channel: AmqpChannel, method: Of<"basic.get">): void {
  const queue = channel.queueNamed(method.queue);
  const noAck = method.noAck === true;
  channel.ask(() => queue.get(channel, noAck), (answer) => {
    if (answer.type !== "got") return channel.send({ type: "basic.get-empty", channel: channel.number });
    const { id, content, redelivered, deliveryCount, messageCount } = answer;
    const deliveryTag = channel.unacked.tag();
    if (!noAck) channel.unacked.add({ tag: deliveryTag, queue, id, consumerTag: "", at: channel.node.now });
    const properties = deliveryCount >= 0 ? counted(content, deliveryCount) : content.properties;
    channel.send({ type: "basic.get-ok", channel: channel.number, message: content.message, deliveryTag, redelivered, exchange: content.exchange, routingKey: content.routingKeys[0]!, properties, messageCount });
  });
}

function qos(channel: AmqpChannel, { prefetchCount, prefetchSize = 0, global = false }: Of<"basic.qos">): void {
  if (prefetchSize !== 0) throw new AmqpError("NOT_IMPLEMENTED", `prefetch_size!=0 (${prefetchSize})`);
  // Without global it ends the limit that was shared: "ensures that if default was set, it's overridden" (rabbit_channel).
  channel.shared.limit(global ? prefetchCount : 0, channel.unacked.size);
  if (!global) channel.prefetch = prefetchCount;
  for (const queue of channel.shared.freed()) queue.resume(channel);
  channel.send({ type: "basic.qos-ok", channel: channel.number });
}

/** Requeues everything unacknowledged; the old tags are unknown from then on. */
function recover(channel: AmqpChannel, { requeue }: Of<"basic.recover">): void {
  if (!requeue) throw new AmqpError("NOT_IMPLEMENTED", "requeue=false");
  const deliveries = channel.unacked.takeUpTo(0);
  channel.send({ type: "basic.recover-ok", channel: channel.number });
  if (deliveries.length > 0) channel.settle(deliveries, "requeue");
}
