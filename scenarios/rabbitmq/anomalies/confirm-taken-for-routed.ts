/**
 * Promised: what the broker has confirmed is delivered.
 * What breaks it: a confirm says that the broker has dealt with a message, not that a queue has it. No queue is there yet; the message comes back as unroutable and is
 * acknowledged all the same, the return first and the ack behind it (streadway/amqp#351, op-rabbit#83 of SpinGo). No fault is needed.
 * Mended: mandatory, and an ack that follows a return of the same message counts as a refusal.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: a confirm is taken for a place in a queue",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", returned: "believed" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare: [rabbitmq.queue("orders")], queue: "orders", connectAfter: "50ms" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: [] }),
    integrity: holds(),
  },
});
