/**
 * Promised: who publishes hears what became of it: confirmed, refused, or given up.
 * What breaks it: none of the faults that strike here. What is purged is settled, and so confirmed: to be purged is no loss. See purge-swallows-confirms.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a purge confirms what it takes",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), disk: { sync: "5ms" } },
    { name: "operator", role: "other", run: rabbitmq.operator({ steps: [{ at: "50ms", does: { type: "queue.purge", queue: "orders" } }] }) },
  ],
  workload: { messages: 10, every: "5ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  guarantees: [rabbitmq.answered],
  promises: { answered: holds(), integrity: holds() },
});
