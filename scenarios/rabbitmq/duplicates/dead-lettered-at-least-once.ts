/**
 * Promised: what is rejected gets to the dead-letter queue, whatever happens to the broker.
 * What breaks "at most once": the dead-letter queue has it, and the broker dies before the queue it came from has let it go. It is dead-lettered again.
 * (The queues are older than half a second, hence the setting: younger ones of 3.10.8 are lost in such a crash.)
 */
import { breaks, holds, scenario } from "faultline";
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
  title: "RabbitMQ: dead-lettered at least once may be dead-lettered twice",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { quorumRegistryFlush: 0 } }) },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1], onFailure: "reject" }) },
    { name: "clerk", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders.dead", connectAfter: "500ms" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", rate: 0.05, in: "step", for: "50ms", nodes: ["rabbitmq"], how: "kill" }],
  storm: "200ms",
  settle: "20s",
  promises: {
    "at-most-once": breaks({ plan: ["crash rabbitmq kill in rabbitmq synced journal #5 after 1 for 50ms"] }),
    "at-least-once": holds(),
  },
});
