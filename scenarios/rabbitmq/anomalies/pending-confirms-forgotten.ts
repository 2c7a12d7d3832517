/**
 * Promised: an order that was handed to the publisher is worked on, or the publisher says that it is not.
 * What breaks it: a connection that drops between publish and confirm. The library drops its list of unconfirmed messages with the channel, and the application waits for
 * an answer that cannot come (EasyNetQ#88).
 * Mended: what was pending is published again on the next channel.
 */
import { breaks, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: confirms that were pending when the connection dropped are forgotten",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", unconfirmed: "forgotten" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
  ],
  workload: { messages: 4, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms" }],
  settle: "5s",
  obligation: "published",
  promises: { "at-least-once": breaks({ plan: ["reset p1-rabbitmq at 41ms"] }) },
});
