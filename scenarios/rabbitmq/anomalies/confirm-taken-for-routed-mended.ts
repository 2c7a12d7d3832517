/**
 * Promised: what the publisher calls confirmed is delivered, although at first there is no queue.
 * What breaks it: none of the faults that strike here. It listens to returns, and publishes again what came back until a queue takes it. See confirm-taken-for-routed.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: a return before the ack counts as a refusal",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", heartbeat: "1s", returned: "republished" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare: [rabbitmq.queue("orders")], queue: "orders", heartbeat: "1s", connectAfter: "50ms" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "100ms" }, { fault: "delay", rate: 0.05 }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  promises: { "at-least-once": holds(), progress: holds() },
});
