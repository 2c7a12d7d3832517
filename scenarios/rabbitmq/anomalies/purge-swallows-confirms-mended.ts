/**
 * Promised: who publishes hears what became of it: confirmed, refused, or given up.
 * What breaks it: nothing it declares to tolerate. What is purged is settled, and so confirmed: to be purged is no loss. See purge-swallows-confirms.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const tolerates = ["delay", "reset", "stall"];

export default scenario({
  title: "RabbitMQ: a purge confirms what it takes",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), disk: { sync: "5ms" }, tolerates },
    { name: "operator", role: "other", run: rabbitmq.operator({ steps: [{ at: "50ms", does: { type: "queue.purge", queue: "orders" } }] }), tolerates },
  ],
  workload: { messages: 10, every: "5ms" },
  network: { latency: "2ms" },
  settle: "30s",
  guarantees: [rabbitmq.answered],
  promises: { answered: holds(), integrity: holds() },
});
