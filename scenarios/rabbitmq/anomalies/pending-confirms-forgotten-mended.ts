/**
 * Promised: an order that was handed to the publisher is worked on, whatever becomes of its connections.
 * What breaks it: nothing it declares to tolerate. What was pending when a connection was lost is published again on the next. See pending-confirms-forgotten.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const tolerates = ["delay", "reset", "stall"];

export default scenario({
  title: "RabbitMQ: confirms that were pending are published again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s", unconfirmed: "republished" }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), tolerates },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", heartbeat: "1s" }), tolerates },
  ],
  workload: { messages: 4, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms" }],
  settle: "30s",
  obligation: "published",
  promises: { "at-least-once": holds(), progress: holds() },
});
