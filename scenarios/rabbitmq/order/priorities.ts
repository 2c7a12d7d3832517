/**
 * Promised: order, for there is one queue and one consumer.
 * What breaks it: priorities. What comes later and matters more goes first; so it was asked for. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-max-priority": 9 } })];

export default scenario({
  title: "RabbitMQ: a priority queue is not a queue",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", properties: ({ id }) => ({ deliveryMode: 2, priority: id === 2 ? 9 : 0 }) }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "100ms" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    order: breaks({ plan: [] }),
    "effectively-once": holds(),
  },
});
