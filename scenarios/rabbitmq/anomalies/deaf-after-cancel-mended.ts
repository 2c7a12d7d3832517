/**
 * Promised: a consumer that leaves loses nothing; another takes over. There are no acknowledgements, so no connection may be lost.
 * What breaks it: nothing it declares to tolerate. What comes between cancel and answer is worked on as well. See deaf-after-cancel.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const tolerates = ["delay"];

export default scenario({
  title: "RabbitMQ: what comes between cancel and answer is worked on",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), tolerates },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", ack: "automatic", leavesAfter: 2 }), tolerates },
    { name: "staying", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "100ms" }), tolerates },
  ],
  workload: { messages: 12, every: "3ms" },
  network: { latency: "exponential(2ms)" },
  settle: "5s",
  promises: { "at-least-once": holds(), integrity: holds() },
});
