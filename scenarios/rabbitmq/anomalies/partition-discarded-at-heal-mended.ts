/**
 * Promised: a quorum queue survives a partition with everything that it has confirmed, and delivers it when that has healed.
 * What breaks it: none of the faults that strike here. The side without a majority confirms nothing. See partition-discarded-at-heal.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];
const nodes = ["rb1", "rb2", "rb3"];
const broker = rabbitmq.cluster({ nodes, netTickTime: 4_000_000, partitionHandling: "pause_minority" });

export default scenario({
  title: "RabbitMQ: a partition heals, and nothing that was confirmed is gone",
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
  settle: "60s",
  promises: { "at-least-once": holds(), integrity: holds(), progress: holds({ plan: ["partition rb1 | rb2 rb3 at 4ms for 1s"] }) },
});
