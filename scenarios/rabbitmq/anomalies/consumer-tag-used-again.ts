/**
 * Promised: a consumer that leaves, works on what it has, and subscribes again under its tag, does everything once. (So does queue federation.)
 * What breaks it: of messages that it still holds, the channel forgets where the quorum queue's numbering was. The next delivery seems out of its turn, the channel
 * asks for what it has missed, and crashes with its connection; what was under way is delivered again, and done again (rabbitmq/rabbitmq-server#5927, mended by #5944
 * in 3.10.9). No fault is needed.
 * Mended: the queue tells a new consumer where its numbering goes on.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: a consumer tag is used again, and the channel crashes",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", work: "30ms", leavesAfter: 2, comesBack: "1ms" }) },
  ],
  workload: { messages: 6, every: "10ms" },
  network: { latency: "exponential(2ms)" },
  settle: "20s",
  promises: { "at-most-once": breaks({ plan: [] }), "at-least-once": holds() },
});
