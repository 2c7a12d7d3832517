/**
 * Promised: a confirmed message is delivered.
 * What breaks it: one that cannot be read, and a consumer that rejects it without requeue, to be rid of it. There is no dead-letter exchange, so the broker is rid of it, too. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: rejected without a dead-letter exchange is deleted",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1], onFailure: "reject" }) },
  ],
  workload: { messages: 2, every: "50ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
