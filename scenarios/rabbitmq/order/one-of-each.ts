/**
 * Promised: order, as RabbitMQ does: one channel, one exchange, one queue, one consumer, and no requeue while it lives. A consumer that dies gets what it had again, in order.
 * What breaks it: nothing here; the other scenarios of this folder each take one of these away.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: one publisher, one queue, one consumer: in order",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", work: "10ms", afterLoss: "discard", reconnect: "100ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "200ms", for: "50ms", nodes: ["c1"], how: "kill" }, { fault: "reset", every: "200ms", nodes: ["c1"] }],
  settle: "5s",
  promises: { order: holds(), "at-least-once": holds() },
});
