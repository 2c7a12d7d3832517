/**
 * Promised: a task takes effect exactly once; it is acknowledged late, when it is done.
 * What breaks it: nothing it declares to tolerate. What is delivered again is known by its id, in the database that the work is done in. See ack-impossible.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("tasks")];
const tolerates = ["delay", "reset", "stall", "crash"];

export default scenario({
  title: "RabbitMQ: the effect is done, and known to be done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "tasks", heartbeat: "1s", outbox: true }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), tolerates },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "tasks", work: "30ms", heartbeat: "1s", remembers: "inbox" }), tolerates },
  ],
  workload: { messages: 3, every: "20ms" },
  network: { latency: "2ms" },
  settle: "30s",
  sinks: [{ name: "database", dedup: true, at: ["c1"] }],
  promises: { "effectively-once": holds(), progress: holds() },
});
