/**
 * Promised: an order that the shop has accepted, that is, written to its outbox, takes effect exactly once in the stock and exactly once in the logistics.
 * What breaks it: nothing it declares to tolerate. Durable queues, persistent messages, confirms and mandatory; the shop and the stock write what they publish to an outbox,
 * in one transaction with their work; stock and logistics acknowledge after theirs, which is one transaction with an inbox.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const client = {
  reconnect: "100ms",
  heartbeat: "2s",
  declare: [
    rabbitmq.exchange("shop", "fanout"), rabbitmq.exchange("stock", "fanout"),
    rabbitmq.queue("stock"), rabbitmq.queue("logistics"),
    rabbitmq.binding("stock", "shop"), rabbitmq.binding("logistics", "stock"),
  ],
} as const;
const tolerates = ["delay", "reset", "stall", "partition", "crash", "pause", "clock"];

export default scenario({
  title: "RabbitMQ: an order pipeline that keeps its promise, in a storm",
  nodes: [
    { name: "shop", role: "producer", run: rabbitmq.publisher({ ...client, exchange: "shop", outbox: true }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), tolerates },
    { name: "stock", role: "consumer", run: rabbitmq.stage({ ...client, from: { queue: "stock", subscription: "stock" }, to: { exchange: "stock", outbox: true }, remembers: "inbox", sink: "shelves" }), tolerates },
    { name: "logistics", role: "consumer", run: rabbitmq.consumer({ ...client, queue: "logistics", subscription: "logistics", remembers: "inbox", sink: "vans" }), tolerates },
  ],
  workload: { messages: 4, every: "50ms" },
  network: { latency: "exponential(2ms)", reorder: 0.05 },
  nemesis: [
    { fault: "crash", every: "300ms", for: "100ms", how: "any", disk: "any" }, { fault: "crash", rate: 0.01, in: "step", for: "50ms", how: "any" },
    { fault: "reset", every: "300ms" }, { fault: "stall", every: "500ms", for: "200ms" }, { fault: "partition", every: "500ms", for: "200ms" }, { fault: "pause", every: "500ms", for: "200ms" },
  ],
  settle: "60s",
  subscriptions: ["stock", "logistics"],
  sinks: [{ name: "shelves", subscription: "stock", dedup: true, at: ["stock"] }, { name: "vans", subscription: "logistics", dedup: true, at: ["logistics"] }],
  promises: {
    "effectively-once": holds(),
    integrity: holds(),
    progress: holds(),
  },
});
