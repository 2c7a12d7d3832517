/**
 * Promised: a confirmed message is delivered. The queue is durable, and the confirm has come.
 * What breaks it: the message is transient, as messages are unless somebody says otherwise. A restart in good order loses it.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: a durable queue does not make its messages durable",
  about: "A confirm says that the queue has the message, not that a restart will leave it there.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", properties: {} }) },
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
