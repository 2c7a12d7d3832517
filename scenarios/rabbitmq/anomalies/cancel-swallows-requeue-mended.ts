/**
 * Promised: what a consumer gives back before it leaves is done by another.
 * What breaks it: none of the faults that strike here. What was to be returned is returned. See cancel-swallows-requeue.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: a cancel leaves returns alone",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1, 2, 3], failures: 9, leavesAfter: 2, heartbeat: "1s" }) },
    { name: "staying", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "200ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 3, every: "5ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  promises: { progress: holds(), "at-least-once": holds() },
});
