/**
 * Promised: what is rejected gets to somebody who looks at it, exactly once, whatever happens to the broker.
 * What breaks it: nothing here. Whoever reads dead letters needs an inbox like anybody else.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders.dead", { arguments: { "x-queue-type": "quorum" } }),
  rabbitmq.queue("orders", {
    arguments: {
      "x-queue-type": "quorum", "x-overflow": "reject-publish", "x-dead-letter-strategy": "at-least-once",
      "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.dead",
    },
  }),
];

export default scenario({
  title: "RabbitMQ: dead-lettered twice, looked at once",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { quorumRegistryFlush: 0 } }) },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1], onFailure: "reject" }) },
    { name: "clerk", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders.dead", connectAfter: "500ms", remembers: "inbox" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", rate: 0.05, in: "step", for: "50ms", nodes: ["rabbitmq"], how: "kill" }],
  storm: "200ms",
  settle: "20s",
  sinks: [{ name: "desk", dedup: true, at: ["consumer", "clerk"] }],
  promises: {
    "effectively-once": holds({ plan: ["crash rabbitmq kill in rabbitmq synced journal #5 after 1 for 50ms"] }),
    progress: holds(),
  },
});
