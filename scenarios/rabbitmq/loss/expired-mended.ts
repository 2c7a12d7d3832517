/**
 * Promised: a confirmed message is delivered, or somebody looks at it.
 * What breaks it: nothing here. What expires goes to a dead-letter queue, and there is somebody who consumes it.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders.late"),
  rabbitmq.queue("orders", { arguments: { "x-message-ttl": 200, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.late" } }),
];

export default scenario({
  title: "RabbitMQ: what expires goes where somebody looks at it",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
    { name: "clerk", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders.late" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "exponential(500ms)", nodes: ["c1"], how: "kill" }],
  storm: "1s",
  settle: "5s",
  promises: {
    "at-least-once": holds({ plan: ["crash c1 kill at 30ms for 500ms"] }),
  },
});
