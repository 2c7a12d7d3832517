/**
 * Promised: what the publisher calls confirmed is delivered, although at first there is no queue.
 * What breaks it: nothing here. It listens to returns, and publishes again what came back until a queue takes it. See confirm-taken-for-routed.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: a return before the ack counts as a refusal",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", returned: "republished" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare: [rabbitmq.queue("orders")], queue: "orders", connectAfter: "50ms" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "100ms" }, { fault: "crash", every: "200ms", for: "50ms", nodes: ["rabbitmq"], how: "any" }],
  settle: "10s",
  promises: { "at-least-once": holds(), progress: holds() },
});
