/**
 * Promised: an order that was handed to the publisher is worked on, whatever becomes of its connections.
 * What breaks it: none of the faults that strike here. What was pending when a connection was lost is published again on the next. See pending-confirms-forgotten.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: confirms that were pending are published again",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s", unconfirmed: "republished" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", heartbeat: "1s" }) },
  ],
  workload: { messages: 4, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms" }, { fault: "delay", rate: 0.05 }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  obligation: "published",
  promises: { "at-least-once": holds(), progress: holds() },
});
