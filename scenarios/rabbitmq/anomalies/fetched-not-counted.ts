/**
 * Promised: what is in the queue is worked on, whatever becomes of the connection.
 * What breaks it: messages that were fetched with `basic.get` do not count where the library keeps its offset of delivery tags. After a recovery a stale tag passes for
 * one of the new channel, which the broker closes with a 406, or acknowledges what is not done (rabbitmq/rabbitmq-dotnet-client#203).
 * Mended: every tag counts, however the message came.
 */
import { breaks, holds, scenario } from "faultline";
import { rabbitmq } from "faultline/protocols";

const declare = [rabbitmq.queue("orders")];

export default scenario({
  title: "RabbitMQ: tags of fetched messages are not counted",
  nodes: [
    { name: "producer", count: 1, role: "producer", run: rabbitmq.publisher({ declare, routingKey: "orders", heartbeat: "1s" }) },
    { name: "rabbitmq", role: "broker", run: rabbitmq.broker() },
    { name: "consumer", count: 1, role: "consumer", run: rabbitmq.consumer({ declare, queue: "orders", poll: "60ms", work: "50ms", reconnect: "10ms", reopen: false, heartbeat: "1s", tagMistake: "fetched not counted" }) },
  ],
  workload: { messages: 6, every: "20ms" },
  network: { latency: "2ms" },
  nemesis: [{ fault: "reset", every: "200ms", nodes: ["c1"] }],
  settle: "10s",
  promises: { progress: breaks({ plan: ["reset c1-rabbitmq at 80ms"] }), integrity: holds() },
});
