/**
 * Promised: who publishes hears what became of it: confirmed, refused, or given up; and what was confirmed is delivered.
 * What breaks it: none of the faults that strike here. What is pending goes to the new leader. See confirm-lost-at-leader-change.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];
const nodes = ["rb1", "rb2", "rb3"];
const broker = rabbitmq.cluster({ nodes, settings: { quorumRegistryFlush: 0 } });

export default scenario({
  title: "RabbitMQ: a quorum queue changes its leader, and confirms come all the same",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ brokers: "rb1", routingKey: "orders", connectAfter: "200ms", heartbeat: "1s" }) },
    { name: "rb1", role: "broker", run: broker },
    { name: "rb2", role: "broker", run: broker },
    { name: "rb3", role: "broker", run: broker },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, brokers: ["rb2", "rb3"], queue: "orders", reconnect: "100ms", heartbeat: "1s" }) },
    // Looks at the queue in the end: nodes that find each other again keep no run alive.
    { name: "operator", role: "other", run: rabbitmq.operator({ brokers: "rb3", steps: [{ at: "30s", does: { type: "queue.declare", queue: "orders", passive: true } }] }) },
  ],
  workload: { messages: 6, every: "100ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "1s", for: "200ms", nodes: ["rb2"], how: "kill" }],
  settle: "60s",
  guarantees: [rabbitmq.answered],
  promises: { answered: holds(), "at-least-once": holds() },
});
