/**
 * Promised: a confirmed message is delivered.
 * What breaks it: no queue is there yet. The exchange drops what nobody is bound for and confirms it at once: the broker has done all it was asked to. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: confirmed, and no queue had it",
  about: "The publisher starts before the consumer, which declares the queue. A publish without mandatory to nowhere is a success.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", mandatory: false }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare: [rabbitmq.queue("orders")], queue: "orders", connectAfter: "200ms" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
