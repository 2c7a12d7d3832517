/**
 * Promised: order, although there are two consumers: the queue has a single active consumer, and the other stands by.
 * What breaks it: a consumer that leaves in good order. It cancels, the other is activated at once, and the first is still at work on what it had. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-single-active-consumer": true } })];

export default scenario({
  title: "RabbitMQ: a single active consumer, and for a moment two at work",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 2, work: "50ms", leavesAfter: 2 }) },
    { name: "standby", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "5ms" }) },
  ],
  workload: { messages: 3, every: "20ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    order: breaks({ plan: [] }),
    "effectively-once": holds(),
  },
});
