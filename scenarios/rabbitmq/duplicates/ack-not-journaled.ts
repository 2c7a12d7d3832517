/**
 * Promised: what is acknowledged is not delivered again.
 * What breaks "at most once": an acknowledgement is on the disk some time later, and has no answer. The broker dies before, and delivers again what was done and acknowledged.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: an acknowledgement that the disk never saw",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "100ms", for: "50ms", nodes: ["rabbitmq"], how: "kill" }],
  storm: "200ms",
  settle: "20s",
  promises: {
    "at-most-once": breaks({ plan: ["crash rabbitmq kill at 80ms for 50ms"] }),
    "at-least-once": holds(),
  },
});
