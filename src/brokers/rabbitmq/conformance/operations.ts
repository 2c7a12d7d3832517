import type { Properties, Table } from "../methods.ts";
import type { Operation, Published, Sent } from "./script.ts";

/** Short ways to write operations. Queues are durable and messages persistent unless they are said to be something else. */

type Options<Type extends Sent["type"]> = Partial<Omit<Extract<Sent, { readonly type: Type }>, "type">>;

export const send = (on: string, method: Sent): Operation => ({ do: "send", on, method });
export const together = (...operations: Operation[]): Operation => ({ do: "together", operations });
export const cut = (connection: string): Operation => ({ do: "cut", connection });
export const deafen = (connection: string): Operation => ({ do: "deafen", connection });
export const wait = (ms: number): Operation => ({ do: "wait", ms });
export const restart: Operation = { do: "restart" };
export const kill: Operation = { do: "kill" };

export const declare = (on: string, queue: string, table: Table = {}, options: Options<"queue.declare"> = {}): Operation => send(on, { type: "queue.declare", queue, durable: true, arguments: table, ...options });
export const quorum = (on: string, queue: string, table: Table = {}): Operation => declare(on, queue, { "x-queue-type": "quorum", ...table });
/** A passive declaration: does it exist, how many are ready, how many consume? */
export const count = (on: string, queue: string): Operation => send(on, { type: "queue.declare", queue, passive: true });
export const exchange = (on: string, name: string, kind: string, table: Table = {}, options: Options<"exchange.declare"> = {}): Operation => send(on, { type: "exchange.declare", exchange: name, kind, durable: true, arguments: table, ...options });
export const bind = (on: string, queue: string, from: string, routingKey = "", table: Table = {}): Operation => send(on, { type: "queue.bind", queue, exchange: from, routingKey, arguments: table });
export const unbind = (on: string, queue: string, from: string, routingKey = "", table: Table = {}): Operation => send(on, { type: "queue.unbind", queue, exchange: from, routingKey, arguments: table });
export const bindExchange = (on: string, destination: string, source: string, routingKey = ""): Operation => send(on, { type: "exchange.bind", destination, source, routingKey });

type Messages = number | readonly [from: number, to: number];
const PERSISTENT: Properties = { deliveryMode: 2 };

/** To an exchange. */
export function publishTo(on: string, to: string, routingKey: string, messages: Messages, properties: Properties = {}, options: Partial<Published> = {}): Operation {
  const [from, last] = typeof messages === "number" ? [messages, messages] : messages;
  return { do: "publish", on, from, to: last, method: { exchange: to, routingKey, properties: { ...PERSISTENT, ...properties }, ...options } };
}
/** To a queue, through the default exchange. */
export const publish = (on: string, queue: string, messages: Messages, properties: Properties = {}, options: Partial<Published> = {}): Operation => publishTo(on, "", queue, messages, properties, options);
export const TRANSIENT: Properties = { deliveryMode: 1 };

export const consume = (on: string, queue: string, consumerTag: string, options: Options<"basic.consume"> = {}): Operation => send(on, { type: "basic.consume", queue, consumerTag, ...options });
export const cancel = (on: string, consumerTag: string): Operation => send(on, { type: "basic.cancel", consumerTag });
export const get = (on: string, queue: string, noAck = false): Operation => send(on, { type: "basic.get", queue, ...(noAck ? { noAck } : {}) });
export const ack = (on: string, deliveryTag: number, multiple = false): Operation => send(on, { type: "basic.ack", deliveryTag, ...(multiple ? { multiple } : {}) });
export const nack = (on: string, deliveryTag: number, { multiple = false, requeue = true } = {}): Operation => send(on, { type: "basic.nack", deliveryTag, multiple, requeue });
export const reject = (on: string, deliveryTag: number, requeue = true): Operation => send(on, { type: "basic.reject", deliveryTag, requeue });
export const qos = (on: string, prefetchCount: number, global = false): Operation => send(on, { type: "basic.qos", prefetchCount, ...(global ? { global } : {}) });
export const recover = (on: string, requeue = true): Operation => send(on, { type: "basic.recover", requeue });
export const purge = (on: string, queue: string): Operation => send(on, { type: "queue.purge", queue });
export const remove = (on: string, queue: string, options: Options<"queue.delete"> = {}): Operation => send(on, { type: "queue.delete", queue, ...options });
export const confirm = (on: string): Operation => send(on, { type: "confirm.select" });
export const tx = (on: string, what: "select" | "commit" | "rollback"): Operation => send(on, { type: `tx.${what}` });
export const close = (on: string): Operation => send(on, { type: "channel.close" });
/** The whole connection of a channel. */
export const disconnect = (connection: string): Operation => send(`${connection}0`, { type: "connection.close" });
