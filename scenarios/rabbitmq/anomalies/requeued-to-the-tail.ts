/**
 * Promised: order, for there is one queue and one consumer; what fails for a moment is put back and tried again.
 * What breaks it: a quorum queue without a delivery limit puts what is nacked behind everything else, by design, so that its log can be cut
 * (rabbitmq/rabbitmq-server#3776, as of 3.10). No fault is needed.
 * Mended: with `x-delivery-limit` it comes back in front.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: what is put back into a quorum queue comes last",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", prefetch: 1, work: "15ms", poison: [1, 4], failures: 2, afterLoss: "discard", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "10ms" },
  network: { latency: "2ms" },
  settle: "10s",
  promises: { order: breaks({ plan: [] }), "at-least-once": holds() },
});
