/**
 * Promised: what the publisher calls confirmed is delivered, though the queue's node may be down for a while.
 * What breaks it: none of the faults that strike here. With mandatory, what no queue takes comes back. See down-queue-taken-for-none.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const broker = rabbitmq.cluster({ nodes: ["rb1", "rb2"] });

export default scenario({
  title: "RabbitMQ: the queue's node is down, and what the others return is published again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ brokers: "rb2", routingKey: "orders", mandatory: true, connectAfter: "100ms", heartbeat: "1s" }) },
    { name: "rb1", role: "broker", run: broker },
    { name: "rb2", role: "broker", run: broker },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, brokers: "rb1", queue: "orders", reconnect: "100ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "100ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "1s", for: "300ms", nodes: ["rb1"], how: "kill" }, { fault: "reset", every: "1s", nodes: ["p1", "c1"] }],
  settle: "60s",
  promises: { "at-least-once": holds(), progress: holds() },
});
