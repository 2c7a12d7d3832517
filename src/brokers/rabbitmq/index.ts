/** RabbitMQ: a node of it, and the frames its clients speak. */
export { rabbitmq } from "./server.ts";
export type { RabbitFrame, RabbitOptions } from "./server.ts";
export { Broker } from "./broker.ts";
export type { Definitions } from "./definitions.ts";
export type { ClientMethod, Properties, ServerMethod, Table } from "./methods.ts";
export type { Outputs, Stored } from "./outputs.ts";
export type { Settings } from "./settings.ts";
