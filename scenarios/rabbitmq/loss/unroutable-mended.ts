/**
 * Promised: a confirmed message is delivered, although the consumer, which declares the queue, comes late.
 * What breaks it: nothing that strikes here: crashes of any kind, resets, partitions. With mandatory the message comes back before its confirm; the publisher counts that as not stored, and publishes again until a queue is there.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: mandatory, and what is returned is not confirmed",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", mandatory: true, returned: "republished", reconnect: "100ms", heartbeat: "2s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare: [rabbitmq.queue("orders")], queue: "orders", connectAfter: "200ms", reconnect: "100ms", heartbeat: "2s" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "50ms", how: "any" }, { fault: "reset", every: "100ms" }, { fault: "partition", every: "200ms", for: "50ms" }],
  settle: "60s",
  promises: {
    "at-least-once": holds({ plan: [] }),
    progress: holds(),
  },
});
