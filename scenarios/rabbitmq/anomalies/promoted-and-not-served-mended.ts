/**
 * Promised: a queue with a single active consumer goes on when that consumer leaves, for another stands by.
 * What breaks it: none of the faults that strike here. Who is promoted is served at once. See promoted-and-not-served.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-single-active-consumer": true } })];

export default scenario({
  title: "RabbitMQ: the consumer that stood by is promoted, and served",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { singleActiveConsumerStalls: false } }) },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "100ms", prefetch: 1, ackEvery: 2, leavesAfter: 1, heartbeat: "1s" }) },
    { name: "standby", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "101ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 3, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  promises: { progress: holds(), "at-least-once": holds() },
});
