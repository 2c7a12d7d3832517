/**
 * Promised: a queue with a single active consumer goes on when that consumer leaves, for another stands by.
 * What breaks it: on `basic.cancel` the queue promotes the next consumer, and does not serve it (rabbitmq/rabbitmq-server#5460, until 4.0). What was ready stays where it
 * is; the next publish crashes the queue. No fault is needed.
 * Mended: promotion runs the queue.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-single-active-consumer": true } })];

export default scenario({
  title: "RabbitMQ: the consumer that stood by is promoted, and not served",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "100ms", prefetch: 1, ackEvery: 2, leavesAfter: 1, heartbeat: "1s" }) },
    { name: "standby", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "101ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 3, every: "20ms" },
  network: { latency: "2ms" },
  settle: "10s",
  promises: { progress: breaks({ plan: [] }), integrity: holds() },
});
