/**
 * Promised: a confirmed message is delivered, or somebody looks at it, although the dead-letter queue is full for a while.
 * What breaks it: nothing here. A quorum queue that dead-letters at least once keeps a message until its target has confirmed it, and offers it again.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders.dead", { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } }),
  rabbitmq.queue("orders", {
    arguments: {
      "x-queue-type": "quorum", "x-overflow": "reject-publish", "x-dead-letter-strategy": "at-least-once",
      "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.dead",
    },
  }),
];

export default scenario({
  title: "RabbitMQ: dead-lettering at least once waits for a confirm",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1, 2], onFailure: "reject" }) },
    { name: "clerk", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders.dead", connectAfter: "1s" }) },
  ],
  workload: { messages: 3, every: "50ms" },
  network: { latency: "2ms" },
  // A target that has refused is asked again after three minutes.
  settle: "400s",
  promises: {
    "at-least-once": holds({ plan: [] }),
    progress: holds(),
  },
});
