/**
 * Promised: order, for there is one queue.
 * What breaks it: a second consumer, and a connection that is reset. What the first had goes to the second, which has done a later message already.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: two consumers, and what one of them gives back is late",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 2, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, work: "30ms", afterLoss: "discard" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "50ms", for: "exponential(500ms)", nodes: ["c1", "c2"], how: "kill" }],
  storm: "1s",
  settle: "5s",
  promises: {
    order: breaks({ plan: ["crash c1 kill at 50ms for 1s"] }),
    "at-least-once": holds(),
  },
});
