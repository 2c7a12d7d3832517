/**
 * Promised: what is confirmed is delivered, whatever befalls broker, publisher, consumer and network: durable queue, persistent message, confirm, mandatory,
 * and an acknowledgement after the work. This mends transient-message, volatile-queue and without-confirms.
 * What breaks it: nothing it declares to tolerate. "At most once" takes more: see duplicates.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const tolerates = ["delay", "reset", "stall", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "RabbitMQ: durable, persistent, confirmed, acknowledged: kept in any storm",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", reconnect: "100ms", heartbeat: "2s" }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), tolerates },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", reconnect: "100ms", heartbeat: "2s" }), tolerates },
  ],
  workload: { messages: 4, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "400ms", for: "100ms", how: "any", disk: "any" }, { fault: "reset", every: "400ms" }],
  settle: "60s",
  promises: {
    "at-least-once": holds({ plan: ["crash rabbitmq stop at 200ms for 50ms"] }),
    integrity: holds(),
    progress: holds(),
    "at-most-once": breaks({ plan: ["crash c1 kill in rabbitmq>c1 basic.deliver m1 #1 after 2 for 50ms"] }),
  },
});
