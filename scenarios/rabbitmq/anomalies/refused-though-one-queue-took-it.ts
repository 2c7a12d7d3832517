/**
 * Promised: an order reaches stock and invoices, once each; what the broker refuses is published again.
 * What breaks it: a nack does not say that nobody has the message. One queue is full and refuses, the other has taken it, and gets it again with each attempt
 * (rabbitmq/rabbitmq-server#4888). No fault is needed.
 * Mended: the consumers know what they have done.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.exchange("orders", "fanout"), rabbitmq.queue("stock"), rabbitmq.queue("invoices", { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } }),
  rabbitmq.binding("stock", "orders"), rabbitmq.binding("invoices", "orders"),
];

export default scenario({
  title: "RabbitMQ: refused by one queue, taken by the other, and published again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, exchange: "orders", nacked: "republished", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "stock", role: "consumer", run: rabbitmq.consumer({ declare, queue: "stock", subscription: "stock", sink: "shelves", heartbeat: "1s" }) },
    { name: "invoices", role: "consumer", run: rabbitmq.consumer({ declare, queue: "invoices", subscription: "invoices", sink: "books", prefetch: 1, work: "50ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 4, every: "10ms" },
  network: { latency: "2ms" },
  settle: "10s",
  subscriptions: ["stock", "invoices"],
  sinks: [{ name: "shelves", subscription: "stock" }, { name: "books", subscription: "invoices" }],
  promises: { "at-most-once": breaks({ plan: [] }), "at-least-once": holds() },
});
