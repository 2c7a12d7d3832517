import type { ClientMethod, Table } from "./methods.ts";

type Declaring = Extract<ClientMethod, { readonly type: "exchange.declare" | "queue.declare" | "exchange.bind" | "exchange.unbind" | "queue.bind" | "queue.unbind" }>;
type WithoutChannel<M> = M extends unknown ? Omit<M, "channel"> : never;

/** An exchange, a queue or a binding, as a client declares it. */
export type Declaration = WithoutChannel<Declaring>;

/** Any method but for the channel it goes over. */
export type Method = WithoutChannel<ClientMethod>;

/** Declares a queue. Durable unless said otherwise, as client libraries have it. */
export function queue(name: string, options: { readonly durable?: boolean; readonly exclusive?: boolean; readonly autoDelete?: boolean; readonly arguments?: Table } = {}): Declaration {
  return { type: "queue.declare", queue: name, durable: true, ...options };
}

/** Declares an exchange: direct, fanout, topic or headers. Durable unless said otherwise. */
export function exchange(name: string, kind: string, options: { readonly durable?: boolean; readonly autoDelete?: boolean; readonly internal?: boolean; readonly arguments?: Table } = {}): Declaration {
  return { type: "exchange.declare", exchange: name, kind, durable: true, ...options };
}

/** Binds a queue to an exchange. */
export function binding(queueName: string, exchangeName: string, routingKey = "", args: Table = {}): Declaration {
  return { type: "queue.bind", queue: queueName, exchange: exchangeName, routingKey, arguments: args };
}
