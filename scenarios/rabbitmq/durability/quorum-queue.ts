/**
 * Promised: a confirmed message is delivered, though nobody has made it persistent.
 * What breaks it: nothing it meets here. A quorum queue is a log on disk, and writes down whatever it is given, before it confirms. (One of 3.10.8 must
 * be older than half a second: until then its name is in memory alone. Hence the setting.)
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: a quorum queue keeps transient messages as well",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", properties: {}, reconnect: "100ms", heartbeat: "2s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { quorumRegistryFlush: 0 } }) },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "400ms", reconnect: "100ms", heartbeat: "2s" }) },
  ],
  workload: { messages: 2, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "50ms", how: "any", disk: "any" }],
  settle: "60s",
  promises: {
    "at-least-once": holds({ plan: ["crash rabbitmq stop at 200ms for 50ms"] }),
    progress: holds(),
  },
});
