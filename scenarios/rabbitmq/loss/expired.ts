/**
 * Promised: a confirmed message is delivered.
 * What breaks it: the queue has a time to live. The consumer is away for longer, and the message is dropped without a word.
 */
import { breaks, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-message-ttl": 200 } })];

export default scenario({
  title: "RabbitMQ: a time to live, and a consumer that was away for longer",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "exponential(500ms)", nodes: ["c1"], how: "kill" }],
  storm: "1s",
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: ["crash c1 kill at 30ms for 500ms"] }),
  },
});
