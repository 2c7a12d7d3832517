/**
 * Promised: a quorum queue loses nothing that it has confirmed, whatever becomes of the process.
 * What breaks it: nothing it declares to tolerate. The log's name is on the disk before the first confirm. See young-queue-forgotten.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];
const tolerates = ["delay", "reset", "stall"];

export default scenario({
  title: "RabbitMQ: a quorum queue is killed young, and found again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", reconnect: "100ms", heartbeat: "1s" }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { quorumRegistryFlush: 0 } }), tolerates },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "1s", reconnect: "100ms", heartbeat: "1s" }), tolerates },
  ],
  workload: { messages: 6, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "1s", for: "50ms", nodes: ["rabbitmq"], how: "any" }],
  storm: "1s",
  settle: "30s",
  promises: { "at-least-once": holds(), progress: holds() },
});
