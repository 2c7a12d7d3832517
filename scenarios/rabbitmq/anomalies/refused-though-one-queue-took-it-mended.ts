/**
 * Promised: an order takes effect exactly once in stock and in invoices; what the broker refuses is published again.
 * What breaks it: none of the faults that strike here. Copies that come with the attempts are known by their ids. See refused-though-one-queue-took-it.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.exchange("orders", "fanout"), rabbitmq.queue("stock"), rabbitmq.queue("invoices", { arguments: { "x-max-length": 1, "x-overflow": "reject-publish" } }),
  rabbitmq.binding("stock", "orders"), rabbitmq.binding("invoices", "orders"),
];

export default scenario({
  title: "RabbitMQ: refused by one queue, and known to the other",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, exchange: "orders", nacked: "republished", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "stock", role: "consumer", run: rabbitmq.consumer({ declare, queue: "stock", subscription: "stock", sink: "shelves", heartbeat: "1s", remembers: "inbox" }) },
    { name: "invoices", role: "consumer", run: rabbitmq.consumer({ declare, queue: "invoices", subscription: "invoices", sink: "books", prefetch: 1, work: "50ms", heartbeat: "1s", remembers: "inbox" }) },
  ],
  workload: { messages: 4, every: "10ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  subscriptions: ["stock", "invoices"],
  sinks: [{ name: "shelves", subscription: "stock", dedup: true, at: ["stock"] }, { name: "books", subscription: "invoices", dedup: true, at: ["invoices"] }],
  promises: { "effectively-once": holds(), progress: holds() },
});
