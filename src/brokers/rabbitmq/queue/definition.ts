import type { Table } from "../methods.ts";

/** A queue's metadata: what `queue.declare` said. Plain; in a cluster every node has it. */
export type QueueDefinition = {
  readonly name: string;
  /** Tells queues apart that had one name, one after the other. */
  readonly uid: number;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  /** The connection it belongs to; "" for none. */
  readonly owner: string;
  /** In a cluster: the node a classic queue lives on, and those a quorum queue has members on. */
  readonly home?: string;
  readonly members?: readonly string[];
  readonly arguments: Table;
};

export const isQuorum = (definition: QueueDefinition): boolean => definition.arguments["x-queue-type"] === "quorum";
