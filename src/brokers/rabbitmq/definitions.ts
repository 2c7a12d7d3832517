import type { BrokerNode } from "./node.ts";
import type { Table } from "./methods.ts";
import type { ExchangeKind } from "./topology/definition.ts";

/** What RabbitMQ's definitions.json says of exchanges, queues and bindings; users, policies and all else are left out. Defaults are the file's. */
export type Definitions = {
  readonly exchanges?: readonly { readonly name: string; readonly type: ExchangeKind; readonly durable?: boolean; readonly auto_delete?: boolean; readonly internal?: boolean; readonly arguments?: Table }[];
  readonly queues?: readonly { readonly name: string; readonly durable?: boolean; readonly auto_delete?: boolean; readonly arguments?: Table }[];
  readonly bindings?: readonly { readonly source: string; readonly destination: string; readonly destination_type?: "queue" | "exchange"; readonly routing_key?: string; readonly arguments?: Table }[];
};

/** Declares what is not there yet, as `load_definitions` does whenever a node starts. `durable` is true unless it says otherwise. */
export function loadDefinitions(node: BrokerNode, { exchanges = [], queues = [], bindings = [] }: Definitions): void {
  for (const { name, type, durable = true, auto_delete = false, internal = false, arguments: given = {} } of exchanges) {
    if (!node.topology.exchanges.has(name)) node.change({ type: "exchange", exchange: { name, kind: type, durable, autoDelete: auto_delete, internal, arguments: given } });
  }
  for (const { name, durable = true, auto_delete = false, arguments: given = {} } of queues) {
    if (!node.topology.queues.has(name)) node.change({ type: "queue", queue: { name, uid: node.queueUid(), durable, autoDelete: auto_delete, owner: "", arguments: given } });
  }
  for (const { source, destination, destination_type = "queue", routing_key = "", arguments: given = {} } of bindings) {
    const binding = { source, kind: destination_type, destination, routingKey: routing_key, arguments: given };
    if (!node.topology.has(binding)) node.change({ type: "binding", binding });
  }
}
