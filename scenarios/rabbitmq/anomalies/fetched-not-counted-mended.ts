/**
 * Promised: what is in the queue is worked on, whatever becomes of the connection.
 * What breaks it: none of the faults that strike here. Tags of messages that were fetched count like those of messages that were sent. See fetched-not-counted.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: tags of fetched messages are counted",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poll: "60ms", work: "50ms", reconnect: "10ms", reopen: false, heartbeat: "1s" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "delay", rate: 0.05 }, { fault: "reset", every: "150ms" }, { fault: "stall", every: "300ms", for: "100ms" }],
  settle: "30s",
  promises: { progress: holds(), "at-least-once": holds() },
});
