/**
 * Promised: what the broker has confirmed is delivered, for the queue is durable, and so are its messages.
 * What breaks it: the queue lives on one node of the cluster, and that is down. The other nodes know it, find nobody to give the message to, and confirm, as if it had gone
 * to no queue (rabbitmq/rabbitmq-server#1893).
 * Mended: mandatory. What no queue takes comes back, and is published again until the node is there.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const broker = rabbitmq.cluster({ nodes: ["rb1", "rb2"] });

export default scenario({
  title: "RabbitMQ: the queue's node is down, and the others confirm",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ brokers: "rb2", routingKey: "orders", mandatory: false, connectAfter: "100ms", heartbeat: "1s" }) },
    { name: "rb1", role: "broker", run: broker },
    { name: "rb2", role: "broker", run: broker },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, brokers: "rb1", queue: "orders", reconnect: "100ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "100ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", every: "1s", for: "300ms", nodes: ["rb1"], how: "kill" }],
  settle: "10s",
  promises: { "at-least-once": breaks({ plan: ["crash rb1 kill at 250ms for 300ms"] }), integrity: holds() },
});
