/**
 * Promised: what a consumer gives back before it leaves is done by another.
 * What breaks it: a return waits for its turn in the channel, and the cancel of its consumer takes it along: neither the queue nor anybody else has the message, until
 * the channel is closed (rabbitmq/rabbitmq-server#12442, up to 4.0.2). No fault is needed.
 * Mended (4.0.3): what is to be returned is returned, cancelled or not.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: a cancel takes a return along",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { requeueOutlivesCancel: false } }) },
    { name: "leaving", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poison: [1, 2, 3], failures: 9, leavesAfter: 2, heartbeat: "1s" }) },
    { name: "staying", role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", connectAfter: "200ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 3, every: "5ms" },
  network: { latency: "2ms" },
  settle: "10s",
  promises: { progress: breaks({ plan: [] }), integrity: holds() },
});
