/**
 * Promised: a task takes effect exactly once; it is acknowledged late, when it is done.
 * What breaks it: none of the faults that strike here. What is delivered again is known by its id, in the database that the work is done in. See ack-impossible.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("tasks")];

export default scenario({
  title: "RabbitMQ: the effect is done, and known to be done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "tasks", heartbeat: "1s", outbox: true }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "tasks", work: "30ms", heartbeat: "1s", remembers: "inbox" }) },
  ],
  workload: { messages: 3, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }, { fault: "crash", every: "300ms", for: "50ms" }],
  settle: "30s",
  sinks: [{ name: "database", dedup: true, at: ["c1"] }],
  promises: { "effectively-once": holds(), progress: holds() },
});
