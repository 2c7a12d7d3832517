/**
 * Promised: a mirrored queue survives a partition with everything that it has confirmed.
 * What breaks it: both sides go on, each with a master of its own, and confirm. When the partition heals, the nodes of one side restart and throw away what they had
 * (autoheal; Jepsen on RabbitMQ, aphyr.com/posts/315). Whoever took the one message of such a queue for a lock had it twice.
 * Mended: a quorum queue. The side without a majority confirms nothing.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const nodes = ["rb1", "rb2", "rb3"];
const broker = rabbitmq.cluster({ nodes, netTickTime: 4_000_000, partitionHandling: "autoheal", policies: [{ pattern: "", definition: { "ha-mode": "all" } }] });

export default scenario({
  title: "RabbitMQ: a partition heals, and one side is thrown away",
  nodes: [
    { name: "p1", role: "producer", run: rabbitmq.publisher({ declare, brokers: "rb1", routingKey: "orders", reconnect: "200ms", heartbeat: "1s" }) },
    { name: "p2", role: "producer", run: rabbitmq.publisher({ declare, brokers: "rb2", routingKey: "orders", reconnect: "200ms", heartbeat: "1s" }) },
    { name: "rb1", role: "broker", run: broker },
    { name: "rb2", role: "broker", run: broker },
    { name: "rb3", role: "broker", run: broker },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, brokers: nodes, queue: "orders", connectAfter: "12s", reconnect: "200ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 12, every: "500ms" },
  network: { latency: "2ms", timeout: "1s" },
  nemesis: [{ fault: "partition", every: "5s", for: "5s", oneWay: 0 }],
  settle: "10s",
  promises: { "at-least-once": breaks({ plan: ["partition p1 rb1 | p2 rb2 rb3 c1 at 2s for 4s"] }), integrity: holds() },
});
