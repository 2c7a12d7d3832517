/**
 * Promised: every confirmed message takes effect exactly once, though it may be delivered twice.
 * What breaks it: nothing here. Work and message id are one transaction in the consumer's database: an inbox. The flag `redelivered` would not do: it says that a message may have been seen, and a copy published twice does not have it.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: delivered twice, done once",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", heartbeat: "1s", remembers: "inbox" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "50ms", nodes: ["c1"], oneWay: 0 }],
  storm: "200ms",
  settle: "20s",
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  promises: {
    "effectively-once": holds({ plan: ["reset c1-rabbitmq at 55ms"] }),
    progress: holds(),
  },
});
