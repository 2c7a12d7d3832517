import { AmqpError, named, notFound } from "../errors.ts";
import type { ClientMethod } from "../methods.ts";
import { checkArguments } from "../queue/arguments.ts";
import { isQuorum } from "../queue/definition.ts";
import type { QueueDefinition } from "../queue/definition.ts";
import type { Binding } from "../topology/definition.ts";
import { checkHeadersBinding } from "../topology/headers.ts";
import { checkQueueEquivalence } from "../topology/equivalence.ts";
import type { AmqpChannel } from "./channel.ts";

type Of<T extends ClientMethod["type"]> = Extract<ClientMethod, { type: T }>;

/** The methods of class queue. */
export function queueMethod(channel: AmqpChannel, method: ClientMethod): void {
  switch (method.type) {
    case "queue.declare": return declare(channel, method);
    case "queue.bind": case "queue.unbind": return bind(channel, method);
    case "queue.purge": return purge(channel, method);
    case "queue.delete": return remove(channel, method);
  }
}

function declare(channel: AmqpChannel, method: Of<"queue.declare">): void {
  const { topology } = channel.node;
  const { durable = false, autoDelete = false, exclusive = false, passive = false } = method;
  const name = method.queue === "" ? (passive ? channel.lastQueue : channel.node.queueName()) : method.queue;
  const existing = topology.queues.get(name);
  if (existing === undefined && passive) throw notFound("queue", name);
  if (existing === undefined && method.queue.startsWith("amq.")) throw new AmqpError("ACCESS_REFUSED", `queue name '${name}' contains reserved prefix 'amq.*'`);
  const owner = exclusive ? channel.connection.name : "";
  const wanted: QueueDefinition = { name, uid: existing?.uid ?? 0, durable, autoDelete, owner, arguments: method.arguments ?? {} };
  if (existing !== undefined) {
    channel.checkOwner(existing);
    if (!passive) checkQueueEquivalence(existing, wanted);
    return inspect(channel, name);
  }
  checkArguments(wanted);
  channel.ask(() => channel.node.change({ type: "queue", queue: { ...wanted, uid: channel.node.queueUid() } }, channel), () => declared(channel, name, 0, 0));
}

function inspect(channel: AmqpChannel, name: string): void {
  const queue = channel.queueNamed(name);
  channel.ask(() => queue.inspect(channel), (answer) => {
    if (answer.type === "counts") declared(channel, name, answer.messageCount, answer.consumerCount);
  });
}

function declared(channel: AmqpChannel, name: string, messageCount: number, consumerCount: number): void {
  channel.lastQueue = name;
  channel.send({ type: "queue.declare-ok", channel: channel.number, queue: name, messageCount, consumerCount });
}

function bind(channel: AmqpChannel, method: Of<"queue.bind" | "queue.unbind">): void {
  const { topology } = channel.node;
  const adds = method.type === "queue.bind";
  const name = channel.nameOf(method.queue);
  if (method.exchange === "") throw new AmqpError("ACCESS_REFUSED", "operation not permitted on the default exchange");
  const definition = topology.queues.get(name);
  const source = topology.exchanges.get(method.exchange);
  if (adds && source === undefined) throw notFound("exchange", method.exchange);
  if (adds && definition === undefined) throw notFound("queue", name);
  if (definition !== undefined && !channel.node.queues.has(name)) throw channel.node.unreachable(definition);
  if (definition !== undefined) channel.checkOwner(definition);
  if (adds && source?.kind === "headers") checkHeadersBinding(method.arguments ?? {});
  const binding: Binding = { source: method.exchange, kind: "queue", destination: name, routingKey: method.routingKey, arguments: method.arguments ?? {} };
  channel.ask(() => channel.node.change({ type: adds ? "binding" : "no binding", binding }, channel), () => channel.send({ type: adds ? "queue.bind-ok" : "queue.unbind-ok", channel: channel.number }));
}

function purge(channel: AmqpChannel, method: Of<"queue.purge">): void {
  const queue = channel.queueNamed(method.queue);
  channel.ask(() => queue.purge(channel), (answer) => channel.send({ type: "queue.purge-ok", channel: channel.number, messageCount: answer.type === "counts" ? answer.messageCount : 0 }));
}

/** Deleting what is not there is no error. */
function remove(channel: AmqpChannel, { queue: given, ifUnused = false, ifEmpty = false }: Of<"queue.delete">): void {
  const ok = (messageCount: number): void => channel.send({ type: "queue.delete-ok", channel: channel.number, messageCount });
  const name = channel.nameOf(given);
  if (!channel.node.topology.queues.has(name)) return ok(0);
  const queue = channel.queueNamed(name);
  if (isQuorum(channel.node.topology.queues.get(name)!)) {
    for (const [flag, set] of [["if-unused", ifUnused], ["if-empty", ifEmpty]] as const) {
      if (set) throw new AmqpError("NOT_IMPLEMENTED", `cannot delete ${named("queue", name)}. queue.delete operations with ${flag} flag set are not supported by quorum queues`);
    }
  }
  channel.ask(() => queue.delete(channel, { ifUnused, ifEmpty }), (answer) => ok(answer.type === "counts" ? answer.messageCount : 0));
}
