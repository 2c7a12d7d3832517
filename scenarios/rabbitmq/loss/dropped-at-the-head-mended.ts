/**
 * Promised: a confirmed message is delivered.
 * What breaks it: nothing here. A queue that is full says no; the publisher takes a nack for a no, and tries again until there is room.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-max-length": 2, "x-overflow": "reject-publish" } })];

export default scenario({
  title: "RabbitMQ: a full queue says no, and is asked again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", nacked: "republished" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
  ],
  workload: { messages: 3, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "exponential(500ms)", nodes: ["c1"], how: "kill" }],
  storm: "1s",
  settle: "5s",
  promises: {
    "at-least-once": holds({ plan: ["crash c1 kill at 30ms for 500ms"] }),
    progress: holds(),
  },
});
