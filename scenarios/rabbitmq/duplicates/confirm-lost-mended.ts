/**
 * Promised: every confirmed message takes effect exactly once, though it may be in the queue twice.
 * What breaks it: nothing here. Work and message id are one transaction in the consumer's database: an inbox.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: twice in the queue, once in the inbox",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", remembers: "inbox" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "50ms", nodes: ["p1"], oneWay: 0 }],
  storm: "200ms",
  settle: "20s",
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  promises: {
    "effectively-once": holds({ plan: ["reset p1-rabbitmq at 53ms"] }),
    progress: holds(),
  },
});
