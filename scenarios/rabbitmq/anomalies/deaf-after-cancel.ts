/**
 * Promised: a consumer that leaves loses nothing; another takes over.
 * What breaks it: the library forgets a consumer when it sends `basic.cancel`, and drops what the broker still sends until it has answered. Without acknowledgements that
 * is gone (ruby-amqp/amqp#198). No fault is needed.
 * Mended: deliveries are handed on until `basic.cancel-ok` has come.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: what comes between cancel and answer is dropped",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", ack: "automatic", deafAfterCancel: true, leavesAfter: 2 }) },
    { name: "staying", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "100ms" }) },
  ],
  workload: { messages: 12, every: "3ms" },
  network: { latency: "exponential(2ms)" },
  settle: "5s",
  promises: { "at-least-once": breaks({ plan: [] }), integrity: holds() },
});
