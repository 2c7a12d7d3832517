/** RabbitMQ: a node of it, and the frames its clients speak. */
export { rabbitmq } from "./server.ts";
export type { RabbitFrame, RabbitOptions } from "./server.ts";
export { rabbitmqCluster } from "./cluster/server.ts";
export type { ClusterFrame, ClusterNodeOptions } from "./cluster/server.ts";
export type { PartitionHandling } from "./cluster/partitions.ts";
export type { Policy } from "./cluster/policies.ts";
export { Broker } from "./broker.ts";
export type { Definitions } from "./definitions.ts";
export type { ClientMethod, Properties, ServerMethod, Table } from "./methods.ts";
export type { Outputs, Stored } from "./outputs.ts";
export type { Settings } from "./settings.ts";
