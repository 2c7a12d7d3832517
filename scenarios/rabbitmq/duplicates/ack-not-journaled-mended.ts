/**
 * Promised: every confirmed message takes effect exactly once, although the broker forgets acknowledgements.
 * What breaks it: nothing here. Work and message id are one transaction in the consumer's database: an inbox.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: acknowledged, forgotten, delivered again, and known",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", remembers: "inbox" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "50ms", nodes: ["rabbitmq"], how: "kill" }],
  storm: "200ms",
  settle: "20s",
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  promises: {
    "effectively-once": holds({ plan: ["crash rabbitmq kill at 80ms for 50ms"] }),
    progress: holds(),
  },
});
