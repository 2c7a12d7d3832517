/**
 * Promised: what is confirmed takes effect, so what is not confirmed is published again.
 * What breaks "at most once": the connection is reset between the message and its confirm. The broker had it, and now has it twice; it knows nothing of message ids.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a lost confirm, and the message is there twice",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "50ms", nodes: ["p1"], oneWay: 0 }],
  storm: "200ms",
  settle: "20s",
  promises: {
    "at-most-once": breaks({ plan: ["reset p1-rabbitmq at 53ms"] }),
    "at-least-once": holds(),
  },
});
