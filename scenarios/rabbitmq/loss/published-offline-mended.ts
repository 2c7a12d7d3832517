/**
 * Promised: what the application has accepted, that is, written to its outbox, is delivered.
 * What breaks it: nothing that strikes here: crashes of any kind, resets, partitions. What is published without a connection waits for one, what is not confirmed is published again, and a crash finds it in the outbox.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: what was published meanwhile waits for the connection",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", offline: "republished", unconfirmed: "republished", outbox: true, heartbeat: "2s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", heartbeat: "2s" }) },
  ],
  workload: { messages: 2, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "50ms", how: "any" }, { fault: "reset", every: "100ms" }, { fault: "partition", every: "200ms", for: "50ms" }],
  settle: "60s",
  promises: {
    "at-least-once": holds({ plan: ["reset p1-rabbitmq at 80ms"] }),
    progress: holds(),
  },
});
