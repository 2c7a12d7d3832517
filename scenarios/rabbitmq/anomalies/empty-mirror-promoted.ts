/**
 * Promised: a mirrored queue survives its node with everything that it has confirmed.
 * What breaks it: a mirror that was added later and has nothing of what was there before. The master's node dies, the mirror is promoted all the same
 * (`ha-promote-on-failure: always`, the default), and when the old master comes back it throws its messages away: 2 of 12 were left on a real 3.10.8.
 * Mended: `when-synced`. The queue waits for a node that has everything.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const broker = rabbitmq.cluster({ nodes: ["rb1", "rb2"], policies: [{ pattern: "^orders$", since: "300ms", definition: { "ha-mode": "all", "ha-promote-on-failure": "always" } }] });

export default scenario({
  title: "RabbitMQ: a mirror that has nothing is promoted",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, brokers: "rb1", routingKey: "orders", reconnect: "100ms", heartbeat: "1s" }) },
    { name: "rb1", role: "broker", run: broker },
    { name: "rb2", role: "broker", run: broker },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, brokers: "rb2", queue: "orders", connectAfter: "600ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 10, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "500ms", for: "100ms", nodes: ["rb1"], how: "kill" }],
  storm: "600ms",
  settle: "10s",
  promises: { "at-least-once": breaks({ plan: ["crash rb1 kill at 400ms for 100ms"] }), integrity: holds() },
});
