/**
 * Promised: a quorum queue loses nothing that it has confirmed, whatever becomes of the process.
 * What breaks it: none of the faults that strike here. The log's name is on the disk before the first confirm. See young-queue-forgotten.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: a quorum queue is killed young, and found again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", reconnect: "100ms", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { quorumRegistryFlush: 0 } }) },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "1s", reconnect: "100ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "1s", for: "50ms", nodes: ["rabbitmq"], how: "any" }, { fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }],
  storm: "1s",
  settle: "30s",
  promises: { "at-least-once": holds(), progress: holds() },
});
