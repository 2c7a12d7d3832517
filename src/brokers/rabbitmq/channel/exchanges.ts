import { AmqpError, named, notFound, preconditionFailed } from "../errors.ts";
import type { ClientMethod } from "../methods.ts";
import type { Binding, ExchangeDefinition, ExchangeKind } from "../topology/definition.ts";
import { checkExchangeEquivalence } from "../topology/equivalence.ts";
import type { AmqpChannel } from "./channel.ts";

type Of<T extends ClientMethod["type"]> = Extract<ClientMethod, { type: T }>;

const KINDS: readonly string[] = ["direct", "fanout", "topic", "headers"];

/** The methods of class exchange. */
export function exchangeMethod(channel: AmqpChannel, method: ClientMethod): void {
  switch (method.type) {
    case "exchange.declare": return declare(channel, method);
    case "exchange.delete": return remove(channel, method);
    case "exchange.bind": case "exchange.unbind": return bind(channel, method);
  }
}

function declare(channel: AmqpChannel, method: Of<"exchange.declare">): void {
  const { exchange: name, durable = false, autoDelete = false, internal = false, passive = false } = method;
  const existing = channel.node.topology.exchanges.get(name);
  const ok = (): void => channel.send({ type: "exchange.declare-ok", channel: channel.number });
  if (name === "") throw notDefault();
  if (passive) {
    if (existing === undefined) throw notFound("exchange", name);
    return ok();
  }
  if (!KINDS.includes(method.kind)) throw new AmqpError("COMMAND_INVALID", `unknown exchange type '${method.kind}'`);
  const wanted: ExchangeDefinition = { name, kind: method.kind as ExchangeKind, durable, autoDelete, internal, arguments: method.arguments ?? {} };
  if (existing !== undefined) {
    checkExchangeEquivalence(existing, wanted);
    return ok();
  }
  if (name.startsWith("amq.")) throw new AmqpError("ACCESS_REFUSED", `exchange name '${name}' contains reserved prefix 'amq.*'`);
  channel.ask(() => channel.node.change({ type: "exchange", exchange: wanted }, channel), ok);
}

/** Deleting what is not there is no error. */
function remove(channel: AmqpChannel, { exchange: name, ifUnused = false }: Of<"exchange.delete">): void {
  const { topology } = channel.node;
  const ok = (): void => channel.send({ type: "exchange.delete-ok", channel: channel.number });
  if (name === "") throw notDefault();
  if (!topology.exchanges.has(name)) return ok();
  if (name.startsWith("amq.")) throw new AmqpError("ACCESS_REFUSED", `deletion of system ${named("exchange", name)} not allowed`);
  if (ifUnused && [...topology.bindings(name)].length > 0) throw preconditionFailed(`${named("exchange", name)} in use`);
  channel.ask(() => channel.node.change({ type: "no exchange", name }, channel), ok);
}

function bind(channel: AmqpChannel, { type, source, destination, routingKey, arguments: given = {} }: Of<"exchange.bind" | "exchange.unbind">): void {
  if (source === "" || destination === "") throw notDefault();
  const binding: Binding = { source, kind: "exchange", destination, routingKey, arguments: given };
  const adds = type === "exchange.bind";
  if (adds) for (const name of [source, destination]) if (!channel.node.topology.exchanges.has(name)) throw notFound("exchange", name);
  channel.ask(() => channel.node.change({ type: adds ? "binding" : "no binding", binding }, channel), () => channel.send({ type: adds ? "exchange.bind-ok" : "exchange.unbind-ok", channel: channel.number }));
}

const notDefault = (): AmqpError => new AmqpError("ACCESS_REFUSED", "operation not permitted on the default exchange");
