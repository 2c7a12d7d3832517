/**
 * Promised: order, for there is one publisher, one queue and one consumer.
 * What breaks it: the publisher's own retry. A message is refused for a moment, the next one is not, and the first comes again behind it.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } })];

export default scenario({
  title: "RabbitMQ: what is published again comes behind its successors",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", nacked: "republished" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, work: "30ms" }) },
  ],
  workload: { messages: 5, every: "20ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    order: breaks({ plan: [] }),
    "effectively-once": holds(),
  },
});
