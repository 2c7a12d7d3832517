/**
 * Promised: a confirmed message takes effect.
 * What breaks it: automatic acknowledgement. The broker forgets a message as soon as it is sent. The consumer dies with it in its hands.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: automatic acknowledgement takes sent for done",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", ack: "automatic" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", rate: 0.05, in: "step", for: "50ms", nodes: ["c1"], how: "kill" }],
  storm: "100ms",
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: ["crash c1 in rabbitmq>c1 basic.deliver m1 #1 after 0 for 50ms"] }),
    "at-most-once": holds(),
  },
});
