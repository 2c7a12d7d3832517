/**
 * Promised: what nobody takes in time waits in a second queue for a while, and comes back.
 * What breaks it: that is a cycle in which nobody rejects. The broker breaks it by dropping the message the second time round. The consumer is away for a moment.
 */
import { breaks, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [
  rabbitmq.queue("orders", { arguments: { "x-message-ttl": 100, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders.later" } }),
  rabbitmq.queue("orders.later", { arguments: { "x-message-ttl": 100, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "orders" } }),
];

export default scenario({
  title: "RabbitMQ: a dead-letter cycle is broken by dropping the message",
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
