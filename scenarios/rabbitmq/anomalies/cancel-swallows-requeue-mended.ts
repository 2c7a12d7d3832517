/**
 * Promised: what a consumer gives back before it leaves is done by another.
 * What breaks it: nothing it declares to tolerate. What was to be returned is returned. See cancel-swallows-requeue.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];
const tolerates = ["delay", "reset", "stall"];

export default scenario({
  title: "RabbitMQ: a cancel leaves returns alone",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), tolerates },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1, 2, 3], failures: 9, leavesAfter: 2, heartbeat: "1s" }), tolerates },
    { name: "staying", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "200ms", heartbeat: "1s" }), tolerates },
  ],
  workload: { messages: 3, every: "5ms" },
  network: { latency: "2ms" },
  settle: "30s",
  promises: { progress: holds(), "at-least-once": holds() },
});
