/**
 * Promised: a mirrored queue survives its node with everything that it has confirmed.
 * What breaks it: none of the faults that strike here. A mirror that lacks messages does not become the master. See empty-mirror-promoted.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const broker = rabbitmq.cluster({ nodes: ["rb1", "rb2"], policies: [{ pattern: "^orders$", since: "300ms", definition: { "ha-mode": "all", "ha-promote-on-failure": "when-synced" } }] });

export default scenario({
  title: "RabbitMQ: a mirror that has nothing is not promoted",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, brokers: "rb1", routingKey: "orders", reconnect: "100ms", heartbeat: "1s" }) },
    { name: "rb1", role: "broker", run: broker },
    { name: "rb2", role: "broker", run: broker },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, brokers: "rb2", queue: "orders", connectAfter: "600ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 10, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "500ms", for: "100ms", nodes: ["rb1"], how: "kill" }, { fault: "reset", every: "500ms", nodes: ["p1", "c1"] }],
  storm: "600ms",
  settle: "60s",
  promises: { "at-least-once": holds(), progress: holds() },
});
