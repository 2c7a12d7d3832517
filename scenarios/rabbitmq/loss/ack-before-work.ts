/**
 * Promised: a confirmed message takes effect.
 * What breaks it: the consumer acknowledges what it is about to do, and dies in between.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: an acknowledgement before the work is a promise of the dead",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", ack: "before" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", rate: 0.05, in: "step", for: "50ms", nodes: ["c1"], how: "kill" }],
  storm: "100ms",
  settle: "5s",
  promises: {
    // After "deliver", "ack" and the acknowledgement itself, before the effect.
    "at-least-once": breaks({ plan: ["crash c1 in rabbitmq>c1 basic.deliver m1 #1 after 3 for 50ms"] }),
    "at-most-once": holds(),
  },
});
