/**
 * Promised: a consumer that leaves, works on what it has, and subscribes again under its tag, does everything once, as long as no connection is lost.
 * What breaks it: none of the faults that strike here. The numbering goes on where it was. See consumer-tag-used-again.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];

export default scenario({
  title: "RabbitMQ: a consumer tag is used again, and the channel goes on",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { consumerIdsContinue: true } }) },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", work: "30ms", leavesAfter: 2, comesBack: "1ms" }) },
  ],
  workload: { messages: 6, every: "10ms" },
  network: { latency: "exponential(2ms)" },
  nemesis: [{ fault: "delay", rate: 0.05 }],
  settle: "20s",
  promises: { "at-most-once": holds(), "at-least-once": holds() },
});
