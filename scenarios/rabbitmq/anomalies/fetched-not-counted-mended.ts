/**
 * Promised: what is in the queue is worked on, whatever becomes of the connection.
 * What breaks it: nothing it declares to tolerate. Tags of messages that were fetched count like those of messages that were sent. See fetched-not-counted.
 */
import { holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];
const tolerates = ["delay", "reset", "stall"];

export default scenario({
  title: "RabbitMQ: tags of fetched messages are counted",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }), tolerates },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker(), tolerates },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poll: "60ms", work: "50ms", reconnect: "10ms", reopen: false, heartbeat: "1s" }), tolerates },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  settle: "30s",
  promises: { progress: holds(), "at-least-once": holds() },
});
