/**
 * Promised: what fails is tried again in a moment, so in the end it is done.
 * What breaks "it ends": a retry queue without a count. Rejected, expired, rejected, expired: the broker breaks a cycle only where nobody rejects. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders", { arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.retry" } }),
  rabbitmq.queue("orders.retry", { arguments: { "x-message-ttl": 100, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders" } }),
];

export default scenario({
  title: "RabbitMQ: a retry queue without a count makes a slow loop",
  about: "The count that nobody looks at is in the header x-death.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1], onFailure: "reject" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "2ms" },
  settle: "1500ms",
  promises: {
    bounded: breaks({ plan: [], limits: { redeliveries: 10 } }),
    progress: breaks({ plan: [] }),
    "at-most-once": holds(),
  },
});
