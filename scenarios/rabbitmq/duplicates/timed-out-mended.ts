/**
 * Promised: every confirmed message takes effect exactly once, although consumers sleep and wake.
 * What breaks it: nothing here. Both work on one database, and its inbox knows what the other has done.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: whoever wakes up late finds it in the inbox",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker({ settings: { consumerTimeout: 1_000_000, channelTick: 500_000 } }) },
    { name: "consumer", count: 2, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", work: "20ms", remembers: "inbox" }) },
  ],
  workload: { messages: 1, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "pause", every: "100ms", for: "exponential(2s)", nodes: ["c1", "c2"] }],
  storm: "4s",
  settle: "20s",
  sinks: [{ name: "database", dedup: true, at: ["consumer"] }],
  promises: {
    "effectively-once": holds({ plan: ["pause c1 at 60ms for 3s"] }),
    progress: holds(),
  },
});
