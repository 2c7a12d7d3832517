/**
 * Promised: order, and that what fails for now is tried again in a moment.
 * What breaks the order: the retry queue of every tutorial. What fails is dead-lettered to a queue with a time to live, from which it is dead-lettered back, behind all that came meanwhile. No fault is needed.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders", { arguments: { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.retry" } }),
  rabbitmq.queue("orders.retry", { arguments: { "x-message-ttl": 200, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders" } }),
];

export default scenario({
  title: "RabbitMQ: a retry queue puts off one message, and not those behind it",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1], failures: 1, onFailure: "reject" }) },
  ],
  workload: { messages: 2, every: "20ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    order: breaks({ plan: [] }),
    "effectively-once": holds(),
  },
});
