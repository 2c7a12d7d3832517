/**
 * Promised: a quorum queue loses nothing that it has confirmed, whatever becomes of the process.
 * What breaks it: the name of a young queue. For half a second after its declaration only the memory of the process knows which log belongs to it; killed before
 * that, it comes back without a leader, and everything that was confirmed is out of reach (the family of rabbitmq/rabbitmq-server#15725).
 * Mended: the registry is written and synced before the first confirm.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: a quorum queue is killed within half a second of its declaration",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", reconnect: "100ms", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "1s", reconnect: "100ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "1s", for: "50ms", nodes: ["rabbitmq"], how: "kill" }],
  storm: "1s",
  settle: "10s",
  promises: { "at-least-once": breaks({ plan: ["crash rabbitmq kill at 200ms for 50ms"] }), integrity: holds() },
});
