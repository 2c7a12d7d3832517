/**
 * Promised: an order that was sent is worked on, although the sender starts first.
 * What breaks it: none of the faults that strike here. With confirms and mandatory the sender hears that there is no queue, and sends again. See sent-before-bound.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

export default scenario({
  title: "RabbitMQ: the sender starts before there is a queue, and waits for it",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ routingKey: "orders", heartbeat: "1s", confirms: true, mandatory: true }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare: [rabbitmq.queue("orders")], queue: "orders", heartbeat: "1s", connectAfter: "50ms" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "100ms" }, { fault: "delay", rate: 0.05 }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  obligation: "published",
  promises: { "at-least-once": holds(), progress: holds() },
});
