/**
 * Promised: a poison message is tried three times, and then somebody looks at it; the others are not held up.
 * What breaks it: nothing here. A delivery limit needs a dead-letter exchange, and somebody who consumes what comes there.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders.dead"),
  rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum", "x-delivery-limit": 2, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.dead" } }),
];

export default scenario({
  title: "RabbitMQ: a delivery limit, and a dead-letter queue that somebody looks at",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, poison: [1], onFailure: "requeue" }) },
    { name: "clerk", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders.dead" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    // Three deliveries, and a fourth, to the clerk.
    bounded: holds({ redeliveries: 3 }),
    "at-least-once": holds({ plan: [] }),
    "at-most-once": holds(),
    progress: holds(),
  },
});
