/**
 * Promised: what was sent is delivered, for the queue is durable and the message persistent.
 * What breaks it: nobody waits for a confirm. The broker dies between the arrival of the message and its way to the disk, and the publisher has gone on.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: persistent without confirms is a hope",
  about: "basic.publish has no answer of its own. Without confirms, sent counts as stored.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", confirms: false }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "400ms" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", rate: 0.05, in: "step", for: "50ms", nodes: ["rabbitmq"] }],
  storm: "100ms",
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: ["crash rabbitmq in p1>rabbitmq basic.publish m1 #1 after 0 for 50ms"] }),
    "at-most-once": holds(),
  },
});
