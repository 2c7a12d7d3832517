/**
 * Promised: a confirmed message is delivered.
 * What breaks it: the queue has a bound, and what is over it drops the oldest, confirmed as it is. The consumer is away for a moment.
 */
import { breaks, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-max-length": 2 } })];

export default scenario({
  title: "RabbitMQ: a full queue drops its head, confirmed as it is",
  about: "overflow: drop-head is the default.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
  ],
  workload: { messages: 3, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "exponential(500ms)", nodes: ["c1"], how: "kill" }],
  storm: "1s",
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: ["crash c1 kill at 30ms for 500ms"] }),
  },
});
