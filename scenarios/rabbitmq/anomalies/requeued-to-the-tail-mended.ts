/**
 * Promised: order, for there is one queue and one consumer, which takes one message at a time; what fails for a moment is put back and tried again.
 * What breaks it: none of the faults that strike here. With a delivery limit, what is nacked comes back in front. See requeued-to-the-tail.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum", "x-delivery-limit": 1_000 } })];

export default scenario({
  title: "RabbitMQ: what is put back into a quorum queue comes first, where it has a delivery limit",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", unconfirmed: "given up", offline: "refused", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, work: "15ms", poison: [1, 4], failures: 2, afterLoss: "discard", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "10ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  promises: { order: holds(), "at-least-once": holds() },
});
