/**
 * Promised: a confirmed message is delivered, or somebody looks at it.
 * What breaks it: nothing here. What is rejected goes to a dead-letter queue, and there is somebody who consumes it.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders.dead"),
  rabbitmq.queue("orders", { arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.dead" } }),
];

export default scenario({
  title: "RabbitMQ: what is rejected goes where somebody looks at it",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1], onFailure: "reject" }) },
    { name: "clerk", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders.dead" }) },
  ],
  workload: { messages: 2, every: "50ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    "at-least-once": holds({ plan: [] }),
    "at-most-once": holds(),
  },
});
