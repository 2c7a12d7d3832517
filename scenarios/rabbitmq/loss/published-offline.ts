/**
 * Promised: what the application has handed to its library is delivered.
 * What breaks it: a connection that is lost for a moment. The library comes back by itself, and what was published meanwhile went nowhere; nobody waits for a confirm.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: automatic recovery does not recover what was published meanwhile",
  about: "The Java client's documentation says so: published messages are lost while the connection is down.",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", confirms: false, offline: "believed" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders" }) },
  ],
  workload: { messages: 2, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "50ms", nodes: ["p1"], oneWay: 0 }],
  storm: "200ms",
  settle: "5s",
  promises: {
    "at-least-once": breaks({ plan: ["reset p1-rabbitmq at 80ms"] }),
    "at-most-once": holds(),
  },
});
