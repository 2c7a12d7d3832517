/**
 * Promised: a confirmed message takes effect: this mends automatic-ack and ack-before-work.
 * What breaks it: nothing it declares to tolerate. "At most once" is the price: a crash after the work and before the acknowledgement does it twice.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: an acknowledgement after the work loses nothing",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", ack: "after", reconnect: "100ms", heartbeat: "1s" }) },
  ],
  workload: { messages: 2, every: "50ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "crash", rate: 0.05, in: "step", for: "100ms", nodes: ["c1"], how: "kill" }, { fault: "reset", every: "200ms", nodes: ["c1"] }],
  settle: "5s",
  promises: {
    "at-least-once": holds({ plan: ["crash c1 in rabbitmq>c1 basic.deliver m1 #1 after 0 for 50ms"] }),
    "at-most-once": breaks({ plan: ["crash c1 in rabbitmq>c1 basic.deliver m1 #1 after 2 for 50ms"] }),
  },
});
