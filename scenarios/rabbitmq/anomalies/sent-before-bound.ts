/**
 * Promised: an order that was sent is worked on.
 * What breaks it: without confirms and without mandatory, what finds no queue is dropped, and nobody hears of it. The sender starts before the receiver has declared
 * its queue (NServiceBus.RabbitMQ#184 of Particular). No fault is needed.
 * Mended: confirms, mandatory, and publishing again what came back.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: the sender starts before there is a queue",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", confirms: false, mandatory: false }) },
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
