import type { Table } from "../methods.ts";

export type ExchangeKind = "direct" | "fanout" | "topic" | "headers";

/** An exchange's metadata: what `exchange.declare` said. */
export type ExchangeDefinition = {
  readonly name: string;
  readonly kind: ExchangeKind;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: Table;
};

/** From an exchange to a queue, or to another exchange. */
export type Binding = {
  readonly source: string;
  readonly kind: "queue" | "exchange";
  readonly destination: string;
  readonly routingKey: string;
  readonly arguments: Table;
};

/** Two bindings of one key are one and the same. */
export const bindingKey = ({ source, kind, destination, routingKey, arguments: given }: Binding): string => JSON.stringify([source, kind, destination, routingKey, Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1))]);
