/**
 * Promised: a consumer that leaves loses nothing; another takes over. There are no acknowledgements, so no connection may be lost.
 * What breaks it: none of the faults that strike here. What comes between cancel and answer is worked on as well. See deaf-after-cancel.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: what comes between cancel and answer is worked on",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", ack: "automatic", leavesAfter: 2 }) },
    { name: "staying", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "100ms" }) },
  ],
  workload: { messages: 12, every: "3ms" },
  network: { latency: "exponential(2ms)" },
  nemesis: [{ fault: "delay", rate: 0.05 }],
  settle: "5s",
  promises: { "at-least-once": holds(), integrity: holds() },
});
