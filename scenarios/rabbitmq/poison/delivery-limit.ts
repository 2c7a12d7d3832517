/**
 * Promised: a poison message does not loop: a quorum queue counts its deliveries, and gives up at x-delivery-limit.
 * What breaks "a confirmed message is delivered": to give up is to delete, where there is no dead-letter exchange. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum", "x-delivery-limit": 2 } })];

export default scenario({
  title: "RabbitMQ: a delivery limit ends the loop by deleting the message",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, poison: [1], onFailure: "requeue" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "2ms" },
  settle: "500ms",
  promises: {
    bounded: holds({ redeliveries: 2 }),
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
