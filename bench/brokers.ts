/** What a broker model costs: the same work as the project's own corrected queue, and three nodes of it against real time. */
import { correctedQueue, rabbitmq } from "../src/protocols/index.ts";
import { holds, scenario } from "../src/core.ts";
import type { Scenario } from "../src/core.ts";

const ORDERS = "orders";
const promises = { "at-least-once": holds(), "at-most-once": holds(), integrity: holds(), progress: holds() };
const limit = { events: 1_000_000_000, time: "290h" } as const;

/** Messages a run of either queue. */
export const MESSAGES = 1_000;
const workload = { messages: MESSAGES, every: "1ms" } as const;

/** Published, confirmed, delivered, worked on, acknowledged: durable and persistent, by RabbitMQ. */
export const overRabbitmq = (): Scenario => {
  const declare = [rabbitmq.queue(ORDERS)];
  return scenario({
    name: "over RabbitMQ", title: "A durable queue of RabbitMQ, confirms, one consumer",
    nodes: [
      { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: ORDERS }) },
      { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
      { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: ORDERS }) },
    ],
    workload, limit, promises,
  });
};

/** The same by the corrected queue of the lessons: datagrams, leases, an inbox. */
export const overCorrectedQueue = (): Scenario => scenario({
  name: "over the corrected queue", title: "The corrected queue, one consumer",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: correctedQueue.producer },
    { name: "broker", role: "broker", run: correctedQueue.broker },
    { name: "consumer", count: 1, role: "consumer", run: correctedQueue.consumer },
  ],
  workload: { messages: MESSAGES, every: "20ms" }, sinks: [{ name: "database", at: ["consumer"] }], limit, promises,
});

/** A quorum queue on three nodes, ten messages a second, for as long as these last. */
export const threeNodes = (messages: number): Scenario => {
  const nodes = ["rb1", "rb2", "rb3"];
  const declare = [rabbitmq.queue(ORDERS, { arguments: { "x-queue-type": "quorum" } })];
  return scenario({
    name: "three nodes", title: "A quorum queue on three nodes",
    nodes: [
      { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: ORDERS, brokers: ["rb1"] }) },
      ...nodes.map((name) => ({ name, role: "broker" as const, run: rabbitmq.cluster({ nodes }) })),
      { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: ORDERS, brokers: ["rb2"] }) },
    ],
    workload: { messages, every: "100ms" }, limit, promises,
  });
};
