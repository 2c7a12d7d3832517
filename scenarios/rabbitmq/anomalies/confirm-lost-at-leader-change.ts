/**
 * Promised: who publishes hears what became of it: confirmed, refused, or given up.
 * What breaks it: a quorum queue changes its leader. What the old one had not answered is not sent to the new one, and the channel waits for ever
 * (rabbitmq/rabbitmq-server#1782, before 3.8).
 * Mended: what is pending goes to the new leader, which knows what it has already by its number.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders", { arguments: { "x-queue-type": "quorum" } })];
const nodes = ["rb1", "rb2", "rb3"];
const broker = rabbitmq.cluster({ nodes, settings: { quorumRegistryFlush: 0, resendToNewLeader: false } });

export default scenario({
  title: "RabbitMQ: a quorum queue changes its leader, and a confirm does not come",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ brokers: "rb1", routingKey: "orders", connectAfter: "200ms", heartbeat: "1s" }) },
    { name: "rb1", role: "broker", run: broker },
    { name: "rb2", role: "broker", run: broker },
    { name: "rb3", role: "broker", run: broker },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, brokers: ["rb2", "rb3"], queue: "orders", reconnect: "100ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "100ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "1s", for: "200ms", nodes: ["rb2"], how: "kill" }],
  settle: "10s",
  guarantees: [rabbitmq.answered],
  promises: { answered: breaks({ plan: ["crash rb2 kill at 303ms for 200ms"] }), integrity: holds() },
});
