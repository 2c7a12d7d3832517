/**
 * Promised: who publishes hears what became of it: confirmed, refused, or given up.
 * What breaks it: an operator purges the queue while messages wait for the disk. The queue throws them away and their confirms with them
 * (rabbitmq/rabbitmq-server#854, up to 3.6.2). No fault is needed.
 * Mended (3.6.3): what is purged is settled, and what was owed for it is confirmed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a purge takes the confirms along",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { confirmOnPurge: false } }), disk: { sync: "5ms" } },
    { name: "operator", role: "other", run: rabbitmq.operator({ steps: [{ at: "50ms", does: { type: "queue.purge", queue: "orders" } }] }) },
  ],
  workload: { messages: 10, every: "5ms" },
  network: { latency: "2ms" },
  settle: "10s",
  guarantees: [rabbitmq.answered],
  promises: { answered: breaks({ plan: [] }), integrity: holds() },
});
