/**
 * Promised: a confirmed message is delivered. It is persistent, and the confirm has come.
 * What breaks it: the queue is not durable. A restart in good order takes the queue along, and the message with it.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { durable: false })];

export default scenario({
  title: "RabbitMQ: a persistent message in a queue that is not durable",
  about: "Whoever comes back declares the queue again, and finds it empty.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "400ms" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "200ms", for: "50ms", nodes: ["rabbitmq"], how: "stop" }],
  storm: "400ms",
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: ["crash rabbitmq stop at 200ms for 50ms"] }),
    "at-most-once": holds(),
  },
});
