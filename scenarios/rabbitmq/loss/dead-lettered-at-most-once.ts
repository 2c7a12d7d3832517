/**
 * Promised: a confirmed message is delivered, or somebody looks at it: what is rejected goes to a dead-letter queue.
 * What breaks it: that queue is full, and refuses. Nobody hears of it: from queue to queue there are no confirms, and the message is gone from both. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders.dead", { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } }),
  rabbitmq.queue("orders", { arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.dead" } }),
];

export default scenario({
  title: "RabbitMQ: dead-lettering is at most once",
  about: "A classic queue forgets a message as soon as it has handed it to the dead-letter exchange.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1, 2], onFailure: "reject" }) },
    { name: "clerk", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders.dead", connectAfter: "1s" }) },
  ],
  workload: { messages: 3, every: "50ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
